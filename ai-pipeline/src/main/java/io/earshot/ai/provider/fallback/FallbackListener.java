package io.earshot.ai.provider.fallback;

import io.earshot.ai.provider.ProviderFailure;
import io.earshot.media.retry.BreakerState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Hears what became of each request, for metrics. Called on the calls' loops: must be thread-safe and quick. */
public interface FallbackListener {
    /** The part of the conversation. */
    enum Stage {
        STT,
        LLM,
        TTS;

        /** The name as a metric label. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What became of a request to one provider. */
    enum Outcome {
        /** It did what was asked. */
        SUCCEEDED,
        /** It failed, and the next provider was asked. */
        FAILED_OVER,
        /** It failed, and that is what the agent was told: too late to switch, or none left. */
        FAILED,
        /** It was not asked, because it is known to be down. */
        SKIPPED,
        /** It was dropped before it came to anything. */
        ABANDONED;

        /** The name as a metric label. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param failure why it failed; null for any other outcome */
    void onOutcome(Stage stage, String provider, Outcome outcome, @Nullable ProviderFailure failure);

    /** A provider's breaker changed, for {@code why}; told once a change. */
    default void onBreaker(Stage stage, String provider, BreakerState from, BreakerState to, String why) {}
}
