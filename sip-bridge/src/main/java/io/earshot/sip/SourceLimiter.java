package io.earshot.sip;

import io.earshot.sip.transport.SourceKey;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts requests of each source, an IPv4 address or an IPv6 network of 64 bits, in fixed windows. Remembers at most {@value #MAX_SOURCES} sources; strangers beyond
 * them share one count. Thread-safe because its one method is synchronized.
 */
final class SourceLimiter {

    private static final int MAX_SOURCES = 10_000;

    private final FloodLimits limits;
    private final Map<Long, Integer> counts = new HashMap<>();
    private int overflow;
    private long windowStartNs = Long.MIN_VALUE;

    SourceLimiter(FloodLimits limits) {
        this.limits = limits;
    }

    /** Whether one more request of that source is within its limit. */
    synchronized boolean admits(InetAddress source, long nowNs) {
        if (limits.trusted().contains(source.getHostAddress())) {
            return true;
        }
        if (windowStartNs == Long.MIN_VALUE
                || nowNs - windowStartNs >= limits.window().toNanos()) {
            counts.clear();
            overflow = 0;
            windowStartNs = nowNs;
        }
        long key = SourceKey.of(source);
        if (counts.size() >= MAX_SOURCES && !counts.containsKey(key)) {
            return ++overflow <= limits.requestsPerWindow();
        }
        return counts.merge(key, 1, Integer::sum) <= limits.requestsPerWindow();
    }
}
