package io.earshot.media.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits between attempts: each twice as long as the one before, up to a bound, and shortened by chance so that many who
 * failed together do not come back together. Sans-IO; confined to its owner's thread.
 */
public final class Backoff {
    /** Share of a wait that is left to chance unless there is a reason for another: half. */
    public static final double USUAL_JITTER = 0.5;

    private static final int LARGEST_SHIFT = 30;

    private final long firstNs;
    private final long longestNs;
    private final double jitter;
    private final RandomGenerator random;
    private int failures;

    /**
     * Waits from {@code first} to {@code longest}.
     *
     * @param jitter share of each wait that chance may take off, 0 to 1
     * @throws IllegalArgumentException when a time is negative or the share is not one
     */
    public Backoff(Duration first, Duration longest, double jitter, RandomGenerator random) {
        if (first.isNegative() || longest.isNegative() || !(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("waits are not negative, and jitter is 0 to 1");
        }
        this.firstNs = first.toNanos();
        this.longestNs = longest.toNanos();
        this.jitter = jitter;
        this.random = random;
    }

    /** The same with {@link #USUAL_JITTER}. */
    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this(first, longest, USUAL_JITTER, random);
    }

    /** An attempt failed: how long to wait before the next, in nanoseconds. */
    public long nextNs() {
        int shift = Math.min(failures++, LARGEST_SHIFT);
        long doubled = firstNs > longestNs >> shift ? longestNs : Math.min(longestNs, firstNs << shift);
        return doubled - (long) (doubled * jitter * random.nextDouble());
    }

    /** The same as {@link #nextNs}, in milliseconds. */
    public long nextMs() {
        return nextNs() / 1_000_000;
    }

    /** Attempts that failed since the start or the last {@link #reset}. */
    public int failures() {
        return failures;
    }

    /** An attempt succeeded, and held: the next wait is the first again. */
    public void reset() {
        failures = 0;
    }
}
