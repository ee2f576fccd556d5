package io.earshot.ai.provider.fallback;

import io.earshot.ai.provider.fallback.FallbackListener.Stage;
import io.earshot.ai.stt.SpeechToText;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.stt.SttStream;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.retry.BreakerSettings;
import io.earshot.media.retry.BreakerState;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Recognisers in the order of preference: the next takes over in the middle of a call, with the audio since the last
 * fixed text. Thread-safe.
 */
public final class FallbackSpeechToText implements SpeechToText {
    private final String name;
    private final Duration replay;
    private final Candidates<SpeechToText> candidates;

    /**
     * @param name of the list; outcomes are told to {@code listener} with each provider's own name
     * @param replay audio kept for the one that takes over, 100 ms to 30 s
     */
    public FallbackSpeechToText(
            String name,
            List<? extends SpeechToText> recognisers,
            BreakerSettings settings,
            Duration replay,
            FallbackListener listener) {
        if (replay.toMillis() < 100 || replay.toMillis() > 30_000) {
            throw new IllegalArgumentException("replay must be 100ms to 30s");
        }
        this.name = name;
        this.replay = replay;
        this.candidates = new Candidates<>(Stage.STT, recognisers, SpeechToText::name, settings, listener);
    }

    @Override
    public String name() {
        return name;
    }

    /** What each provider's breaker lets through, by name, in the order of preference. */
    public Map<String, BreakerState> breakers() {
        return candidates.breakers();
    }

    /** As the first of them does; where another that does not takes over, ends are made from its fixed texts. */
    @Override
    public boolean detectsEndOfTurn() {
        return candidates.all().getFirst().provider().detectsEndOfTurn();
    }

    @Override
    public SttStream open(AudioFormat format, EventLoop loop, Consumer<SttEvent> events) {
        int replayBytes = format.bytes((int) replay.toMillis());
        FallbackEars ears =
                new FallbackEars(candidates.choice(), format, replayBytes, detectsEndOfTurn(), loop, events);
        ears.start();
        return ears;
    }
}
