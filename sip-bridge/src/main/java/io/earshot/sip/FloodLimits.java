package io.earshot.sip;

import java.time.Duration;
import java.util.Set;

/**
 * How many requests outside of calls one source may send. What exceeds it is dropped without an answer. Immutable.
 *
 * @param requestsPerWindow INVITE, OPTIONS and the like from one address in one window
 * @param window length of the window
 * @param maxCalls calls alive at once, whatever the application admits; beyond it 503
 * @param trusted addresses without limit, such as trunks
 */
public record FloodLimits(int requestsPerWindow, Duration window, int maxCalls, Set<String> trusted) {

    public FloodLimits {
        if (requestsPerWindow < 1 || maxCalls < 1 || window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException("flood limits must be positive");
        }
        trusted = Set.copyOf(trusted);
    }

    /** 100 requests in 2 s a source, 10,000 calls, loopback trusted. */
    public static FloodLimits defaults() {
        return new FloodLimits(100, Duration.ofSeconds(2), 10_000, Set.of("127.0.0.1", "0:0:0:0:0:0:0:1"));
    }
}
