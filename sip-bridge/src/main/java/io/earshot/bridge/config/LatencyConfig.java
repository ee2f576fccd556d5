package io.earshot.bridge.config;

import java.time.Duration;

/**
 * Where latency histograms are written. Immutable.
 *
 * @param log path of the interval log ({@code .hlog}); empty: none
 * @param interval length of an interval of the log
 */
public record LatencyConfig(String log, Duration interval) {
    public LatencyConfig {
        if (interval.toMillis() < 100) {
            throw new IllegalArgumentException("interval must be at least 100ms");
        }
    }

    /** No log; 10 s once there is one. */
    public static LatencyConfig defaults() {
        return new LatencyConfig("", Duration.ofSeconds(10));
    }
}
