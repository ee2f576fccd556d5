package io.earshot.bridge.rehearsal;

import io.earshot.ai.tts.TextToSpeech;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;

/** A voice that hums: 60 ms a sentence, at once. Thread-safe because it keeps nothing. */
final class RehearsalVoice implements TextToSpeech {
    private static final int SENTENCE_MS = 60;

    @Override
    public String name() {
        return "rehearsal";
    }

    @Override
    public void warm(EventLoop loop) {}

    @Override
    public TtsStream open(AudioFormat format, EventLoop loop, Consumer<TtsEvent> events) {
        return new TtsStream() {
            private boolean cancelled;

            @Override
            public void say(String text) {
                loop.execute(() -> give(new TtsEvent.Audio(hum(format))));
            }

            @Override
            public void finish() {
                loop.execute(() -> give(new TtsEvent.Done()));
            }

            @Override
            public void cancel() {
                cancelled = true;
            }

            private void give(TtsEvent event) {
                if (!cancelled) {
                    events.accept(event);
                } else if (event instanceof TtsEvent.Audio piece) {
                    piece.audio().release();
                }
            }
        };
    }

    private static ByteBuf hum(AudioFormat format) {
        int bytes = format.bytes(SENTENCE_MS);
        ByteBuf audio = io.netty.buffer.ByteBufAllocator.DEFAULT.buffer(bytes);
        for (int i = 0; i < bytes; i++) {
            audio.writeByte(i * 37);
        }
        return audio;
    }
}
