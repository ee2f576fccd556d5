package io.earshot.bridge.config;

import io.earshot.media.retry.BreakerSettings;
import java.time.Duration;

/**
 * How providers stand in for each other. Immutable.
 *
 * @param breaker when a provider counts as down
 * @param replay audio kept for the recogniser that takes over
 */
public record FallbackConfig(BreakerSettings breaker, Duration replay) {
    public FallbackConfig {
        if (replay.toMillis() < 100 || replay.toMillis() > 30_000) {
            throw new IllegalArgumentException("replay must be 100ms to 30s");
        }
    }

    /** 10 s of audio are kept. */
    public static FallbackConfig defaults() {
        return new FallbackConfig(BreakerSettings.defaults(), Duration.ofSeconds(10));
    }
}
