package io.earshot.bridge.config;

import java.time.Duration;

/**
 * When new calls are refused because running ones would suffer, and when a media loop counts as stuck. Immutable.
 *
 * @param enabled whether calls are refused at all
 * @param lateness 95th percentile of the loops' lateness at which new calls are refused
 * @param lateFor how long it must have been so, better moments counting against it; longer than the window, so that a single stall is not enough
 * @param recovered the same at which they are taken again
 * @param recoveredFor how long it must have been so
 * @param window over which percentiles are taken
 * @param processor share of all processors used by this process at which new calls are refused, above 0 to 1; 0: not
 *     looked at
 * @param retryAfter what the 503 asks the caller to wait, whole seconds, and up to as much again at random
 * @param stuckAfter a loop that did nothing for so long is told of with the stack of its thread; 0: never
 */
public record OverloadConfig(
        @AtRestart("the loops are watched from the start") boolean enabled,
        Duration lateness,
        Duration lateFor,
        Duration recovered,
        Duration recoveredFor,
        @AtRestart("the loops are watched from the start") Duration window,
        double processor,
        Duration retryAfter,
        Duration stuckAfter) {
    public OverloadConfig {
        if (!lateness.isPositive() || recovered.isNegative() || recovered.compareTo(lateness) > 0) {
            throw new IllegalArgumentException(
                    "lateness must be longer than 0, and recovered not longer than lateness");
        }
        if (window.toMillis() < 500 || window.toMillis() > 60_000) {
            throw new IllegalArgumentException("window must be 500ms to 1m");
        }
        if (!(processor >= 0 && processor <= 1)) {
            throw new IllegalArgumentException("processor must be 0 to 1");
        }
        if (retryAfter.toSeconds() < 1
                || lateFor.isNegative()
                || recoveredFor.isNegative()
                || stuckAfter.isNegative()) {
            throw new IllegalArgumentException("retry_after must be at least 1s, and no time negative");
        }
    }

    /** Refused after 3 s at 40 ms or more, taken again after 3 s at 20 ms or less; a loop is stuck after 1 s. */
    public static OverloadConfig defaults() {
        return new OverloadConfig(
                true,
                Duration.ofMillis(40),
                Duration.ofSeconds(3),
                Duration.ofMillis(20),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                0,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1));
    }
}
