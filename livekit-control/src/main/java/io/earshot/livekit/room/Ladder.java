package io.earshot.livekit.room;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to try again: waits that double with jitter, within a limit of time. Confined to the room's loop.
 */
final class Ladder {
    private static final long NEVER = Long.MAX_VALUE;

    private final long firstNs;
    private final long longestNs;
    private final RandomGenerator random;
    private long limitNs = NEVER;
    private int failures;

    Ladder(Duration first, Duration longest, RandomGenerator random) {
        this.firstNs = first.toNanos();
        this.longestNs = longest.toNanos();
        this.random = random;
    }

    /** From now on nothing has failed, and there is time until {@code limitNs}. */
    void begin(long limitNs) {
        this.limitNs = limitNs;
        failures = 0;
    }

    /** There is time until {@code limitNs}; what failed still counts. */
    void extend(long limitNs) {
        this.limitNs = limitNs;
    }

    long limitNs() {
        return limitNs;
    }

    boolean expired(long nowNs) {
        return limitNs != NEVER && limitNs - nowNs <= 0;
    }

    /** An attempt failed: when to try again, or {@link Long#MAX_VALUE} when that would be too late. */
    long next(long nowNs) {
        long wait = Math.min(longestNs, firstNs << Math.min(failures, 20));
        failures++;
        long jittered = wait / 2 + random.nextLong(wait / 2 + 1);
        long at = nowNs + jittered;
        return limitNs != NEVER && at - limitNs >= 0 ? NEVER : at;
    }
}
