package io.earshot.ai.tts;

import io.earshot.ai.provider.ProviderFailure;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** What a voice gives. */
public sealed interface TtsEvent {
    /** More audio in the format asked for. The receiver owns the buffer and must release it. */
    record Audio(ByteBuf audio) implements TtsEvent {}

    /**
     * When words are spoken, counted from the start of the utterance's audio. Immutable.
     *
     * @param words the words in order
     * @param startMs start of each word, milliseconds; as long as {@code words}
     */
    record Words(List<String> words, List<Integer> startMs) implements TtsEvent {
        public Words {
            words = List.copyOf(words);
            startMs = List.copyOf(startMs);
        }
    }

    /** All audio of the utterance was given. */
    record Done() implements TtsEvent {}

    /** A voice failed, and the voice {@code to}, perhaps the same once more, was asked for what is not spoken yet. */
    record FailedOver(ProviderFailure failure, String to) implements TtsEvent {}

    /** The utterance failed; audio given before stays valid. */
    record Failed(ProviderFailure failure) implements TtsEvent {}
}
