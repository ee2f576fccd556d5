package io.earshot.ai.provider.phrase;

import io.earshot.ai.tts.TextToSpeech;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A voice that remembers the audio of a fixed set of phrases for each format and answers them from memory; everything
 * else goes to the voice behind it. All calls share the octets. Thread-safe because the memory is a concurrent map of
 * immutable recordings; bounded because the phrases are fixed and formats are few.
 */
public final class PhraseMemory implements TextToSpeech {
    private final TextToSpeech voice;
    private final Set<String> phrases;
    private final Map<Key, Recording> recordings = new ConcurrentHashMap<>();
    private volatile Listener learnt = (format, phrase, audio) -> {};

    /** Is told of recordings; called on the loop of the call that paid for it, so it never waits. */
    @FunctionalInterface
    public interface Listener {
        /** The voice has spoken {@code phrase}; {@code audio} is not to be changed. */
        void learnt(AudioFormat format, String phrase, byte[] audio);
    }

    /** What is remembered: a phrase in a format. */
    record Key(AudioFormat format, String phrase) {}

    /** A complete utterance: its audio, and its word times when the vendor gave them. */
    record Recording(byte[] audio, List<TtsEvent.Words> words) {}

    /**
     * Wraps a voice.
     *
     * @param phrases texts worth remembering, compared without outer blanks
     */
    public PhraseMemory(TextToSpeech voice, Set<String> phrases) {
        this.voice = voice;
        this.phrases = Set.copyOf(phrases.stream().map(String::strip).toList());
    }

    @Override
    public String name() {
        return voice.name();
    }

    @Override
    public void warm(EventLoop loop) {
        voice.warm(loop);
    }

    @Override
    public TtsStream open(AudioFormat format, EventLoop loop, Consumer<TtsEvent> events) {
        return new PhraseStream(this, format, loop, events);
    }

    /** Whether this phrase in this format would be answered from memory. */
    public boolean remembers(AudioFormat format, String phrase) {
        return recordings.containsKey(new Key(format, phrase.strip()));
    }

    /** What {@link #remembers} tells of, as a buffer of the caller's own; null when it is not remembered. */
    public @Nullable ByteBuf recalled(String phrase, AudioFormat format) {
        Recording known = recall(format, phrase);
        return known == null ? null : Unpooled.wrappedBuffer(known.audio()).asReadOnly();
    }

    /** Gives it a recording of earlier times; no effect where it has one. */
    public void teach(AudioFormat format, String phrase, byte[] audio) {
        if (audio.length > 0) {
            recordings.putIfAbsent(new Key(format, phrase.strip()), new Recording(audio, List.of()));
        }
    }

    /** From now on {@code listener} is told of each recording made, once. */
    public void onLearnt(Listener listener) {
        learnt = listener;
    }

    TextToSpeech voice() {
        return voice;
    }

    boolean isFixed(String text) {
        return phrases.contains(text.strip());
    }

    @Nullable
    Recording recall(AudioFormat format, String text) {
        return recordings.get(new Key(format, text.strip()));
    }

    void remember(AudioFormat format, String text, Recording recording) {
        Key key = new Key(format, text.strip());
        if (recordings.putIfAbsent(key, recording) == null) {
            learnt.learnt(format, key.phrase(), recording.audio());
        }
    }
}
