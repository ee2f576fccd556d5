package io.earshot.bridge.rehearsal;

import io.earshot.ai.stt.SpeechToText;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.stt.SttStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;

/** A recogniser that finds one turn in every stretch of audio of a fixed length. Thread-safe because it keeps nothing. */
final class RehearsalEars implements SpeechToText {
    static final int TURN_MS = 300;

    @Override
    public String name() {
        return "rehearsal";
    }

    @Override
    public boolean detectsEndOfTurn() {
        return true;
    }

    @Override
    public SttStream open(AudioFormat format, EventLoop loop, Consumer<SttEvent> events) {
        loop.execute(() -> events.accept(new SttEvent.Opened("rehearsal")));
        return new SttStream() {
            private int heard;

            @Override
            public void send(ByteBuf audio) {
                int before = heard;
                heard += audio.readableBytes();
                if (before == 0) {
                    events.accept(new SttEvent.SpeechStarted());
                } else if (heard / format.bytes(TURN_MS) != before / format.bytes(TURN_MS)) {
                    events.accept(new SttEvent.Interim("good"));
                    events.accept(new SttEvent.EndOfTurn("good morning"));
                }
            }

            @Override
            public void attentive(boolean now) {}

            @Override
            public void endTurn() {
                events.accept(new SttEvent.Final("good morning"));
            }

            @Override
            public void close() {}
        };
    }
}
