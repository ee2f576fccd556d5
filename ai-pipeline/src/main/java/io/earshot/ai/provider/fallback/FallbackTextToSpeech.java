package io.earshot.ai.provider.fallback;

import io.earshot.ai.provider.fallback.FallbackListener.Stage;
import io.earshot.ai.tts.TextToSpeech;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.retry.BreakerSettings;
import io.earshot.media.retry.BreakerState;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Voices in the order of preference: the next speaks when one fails, and goes on where it broke off. Thread-safe.
 */
public final class FallbackTextToSpeech implements TextToSpeech {
    private final String name;
    private final Candidates<TextToSpeech> candidates;

    /** @param name of the list; outcomes are told to {@code listener} with each provider's own name */
    public FallbackTextToSpeech(
            String name, List<? extends TextToSpeech> voices, BreakerSettings settings, FallbackListener listener) {
        this.name = name;
        this.candidates = new Candidates<>(Stage.TTS, voices, TextToSpeech::name, settings, listener);
    }

    @Override
    public String name() {
        return name;
    }

    /** What each provider's breaker lets through, by name, in the order of preference. */
    public Map<String, BreakerState> breakers() {
        return candidates.breakers();
    }

    /** Warms all of them: the one that takes over must be quick as well. */
    @Override
    public void warm(EventLoop loop) {
        candidates.all().forEach(candidate -> candidate.provider().warm(loop));
    }

    @Override
    public TtsStream open(AudioFormat format, EventLoop loop, Consumer<TtsEvent> events) {
        FallbackUtterance utterance = new FallbackUtterance(candidates.choice(), format, loop, events);
        utterance.start();
        return utterance;
    }
}
