package io.earshot.ai.provider.phrase;

import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One utterance on its way through {@link PhraseMemory}: a fixed phrase, said whole, is answered from memory or
 * recorded while the voice behind speaks it. Confined to the call's loop.
 */
final class PhraseStream implements TtsStream {
    private final PhraseMemory memory;
    private final AudioFormat format;
    private final EventLoop loop;
    private final Consumer<TtsEvent> events;
    private final ByteArrayOutputStream audio = new ByteArrayOutputStream();
    private final List<TtsEvent.Words> words = new ArrayList<>();
    private @Nullable String phrase;
    private @Nullable TtsStream behind;
    private boolean cancelled;

    PhraseStream(PhraseMemory memory, AudioFormat format, EventLoop loop, Consumer<TtsEvent> events) {
        this.memory = memory;
        this.format = format;
        this.loop = loop;
        this.events = events;
    }

    @Override
    public void say(String text) {
        if (behind == null && phrase == null && memory.isFixed(text)) {
            phrase = text;
            return;
        }
        TtsStream stream = behind();
        if (phrase != null) {
            stream.say(phrase);
            phrase = null;
        }
        stream.say(text);
    }

    @Override
    public void finish() {
        PhraseMemory.Recording known = phrase == null ? null : memory.recall(format, phrase);
        if (known != null) {
            loop.execute(() -> replay(known));
            return;
        }
        TtsStream stream = behind();
        if (phrase != null) {
            stream.say(phrase);
        }
        stream.finish();
    }

    @Override
    public void cancel() {
        cancelled = true;
        if (behind != null) {
            behind.cancel();
        }
    }

    private TtsStream behind() {
        if (behind == null) {
            behind = memory.voice().open(format, loop, this::onEvent);
        }
        return behind;
    }

    private void replay(PhraseMemory.Recording known) {
        if (cancelled) {
            return;
        }
        known.words().forEach(events);
        events.accept(new TtsEvent.Audio(Unpooled.wrappedBuffer(known.audio()).asReadOnly()));
        if (!cancelled) {
            events.accept(new TtsEvent.Done());
        }
    }

    private void onEvent(TtsEvent event) {
        if (phrase != null) {
            record(event, phrase);
        }
        events.accept(event);
    }

    private void record(TtsEvent event, String text) {
        switch (event) {
            case TtsEvent.Audio piece -> append(piece.audio());
            case TtsEvent.Words timed -> words.add(timed);
            case TtsEvent.Done _ ->
                memory.remember(format, text, new PhraseMemory.Recording(audio.toByteArray(), List.copyOf(words)));
            case TtsEvent.FailedOver _, TtsEvent.Failed _ -> audio.reset();
        }
    }

    private void append(ByteBuf piece) {
        for (int i = piece.readerIndex(); i < piece.writerIndex(); i++) {
            audio.write(piece.getByte(i));
        }
    }
}
