package io.earshot.livekit.room;

import io.earshot.media.retry.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to try again: waits that double with jitter, within a limit of time. Confined to the room's loop.
 */
final class Ladder {
    private static final long NEVER = Long.MAX_VALUE;

    private final Backoff backoff;
    private long limitNs = NEVER;

    Ladder(Duration first, Duration longest, RandomGenerator random) {
        this.backoff = new Backoff(first, longest, random);
    }

    /** From now on nothing has failed, and there is time until {@code limitNs}. */
    void begin(long limitNs) {
        this.limitNs = limitNs;
        backoff.reset();
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
        long at = nowNs + backoff.nextNs();
        return limitNs != NEVER && at - limitNs >= 0 ? NEVER : at;
    }
}
