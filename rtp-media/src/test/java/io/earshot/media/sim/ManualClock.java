package io.earshot.media.sim;

/** Monotonic time that moves only when a test says so. */
public final class ManualClock {
    private long nowNs;

    /** Starts at an arbitrary time, close to the point where nanoseconds wrap, to catch wrong comparisons. */
    public ManualClock() {
        this(Long.MAX_VALUE - 2_000_000_000L);
    }

    /** Starts at {@code startNs}. */
    public ManualClock(long startNs) {
        nowNs = startNs;
    }

    /** The time now. */
    public long nowNs() {
        return nowNs;
    }

    /** Moves on by nanoseconds. */
    public void advanceNs(long ns) {
        nowNs += ns;
    }

    /** Moves on by milliseconds. */
    public void advanceMs(long ms) {
        advanceNs(ms * 1_000_000);
    }
}
