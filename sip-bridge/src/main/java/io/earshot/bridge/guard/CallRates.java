package io.earshot.bridge.guard;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * New calls in a second, by trunk: a bucket each that fills steadily and holds one second's worth. Bounded by the number of trunks.
 * Thread-safe: its methods are synchronized.
 */
final class CallRates {
    private static final double SECOND_NS = 1e9;

    private final LongSupplier nanoClock;
    private final Map<String, Bucket> buckets = new HashMap<>();

    private static final class Bucket {
        private double calls;
        private long atNs;

        Bucket(double calls, long atNs) {
            this.calls = calls;
            this.atNs = atNs;
        }
    }

    CallRates(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Whether one more call may begin; {@code perSecond} 0: always. */
    synchronized boolean admits(String trunk, int perSecond) {
        if (perSecond == 0) {
            return true;
        }
        long nowNs = nanoClock.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(trunk, _ -> new Bucket(perSecond, nowNs));
        bucket.calls = Math.min(perSecond, bucket.calls + (nowNs - bucket.atNs) / SECOND_NS * perSecond);
        bucket.atNs = nowNs;
        if (bucket.calls < 1) {
            return false;
        }
        bucket.calls--;
        return true;
    }

    /** Forgets trunks that are configured no more. */
    synchronized void forget() {
        buckets.clear();
    }
}
