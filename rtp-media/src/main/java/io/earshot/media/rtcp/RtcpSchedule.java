package io.earshot.media.rtcp;

import java.util.random.RandomGenerator;

/**
 * When to report: a randomised interval around the least one (RFC 3550, section 6.3.1; a call of two parties never
 * reaches the bandwidth limit), the first after half of it. Confined to the call's loop.
 */
public final class RtcpSchedule {
    /** e - 3/2: undoes the bias of timer reconsideration. */
    private static final double COMPENSATION = 1.21828;

    private final long intervalNs;
    private final RandomGenerator random;
    private long dueNs;

    /** Schedules the first report. */
    public RtcpSchedule(long intervalNs, long nowNs, RandomGenerator random) {
        this.intervalNs = intervalNs;
        this.random = random;
        this.dueNs = nowNs + draw(intervalNs / 2);
    }

    /** Whether to report now; if so, the next one is scheduled. */
    public boolean due(long nowNs) {
        if (dueNs - nowNs > 0) {
            return false;
        }
        dueNs = nowNs + draw(intervalNs);
        return true;
    }

    private long draw(long meanNs) {
        return (long) (meanNs * (0.5 + random.nextDouble()) / COMPENSATION);
    }
}
