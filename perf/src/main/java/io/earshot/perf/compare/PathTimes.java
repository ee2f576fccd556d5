package io.earshot.perf.compare;

import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * When each caller's sounds left and arrived, at both ends of a path, on the one monotonic clock of this machine. Thread-safe: callers and
 * room participants live on threads of their own.
 */
public final class PathTimes {
    private static final long LONGEST_US = 2_000_000;
    /** Sounds come once a second: what took longer belongs to an earlier one and cannot be told apart. */
    private static final long LIMIT_NS = 900_000_000;

    private final AtomicLongArray callerSentNs;
    private final AtomicLongArray roomSentNs;
    private final Histogram toRoomUs = new SynchronizedHistogram(LONGEST_US, 3);
    private final Histogram toCallerUs = new SynchronizedHistogram(LONGEST_US, 3);

    /** Nothing was measured yet of this many callers. */
    public PathTimes(int callers) {
        callerSentNs = new AtomicLongArray(callers);
        roomSentNs = new AtomicLongArray(callers);
    }

    void callerSent(int caller, long nowNs) {
        callerSentNs.set(caller, nowNs);
    }

    void roomSent(int caller, long nowNs) {
        roomSentNs.set(caller, nowNs);
    }

    void roomHeard(int caller, long nowNs) {
        record(toRoomUs, callerSentNs.get(caller), nowNs);
    }

    void callerHeard(int caller, long nowNs) {
        record(toCallerUs, roomSentNs.get(caller), nowNs);
    }

    /** From the caller's packet on the wire to the participant's; microseconds. */
    Histogram toRoomUs() {
        return toRoomUs;
    }

    /** From the participant's packet on the wire to the caller's; microseconds. */
    Histogram toCallerUs() {
        return toCallerUs;
    }

    /** Forgets what was measured so far. */
    void reset() {
        toRoomUs.reset();
        toCallerUs.reset();
    }

    private static void record(Histogram histogram, long sentNs, long heardNs) {
        long tookNs = heardNs - sentNs;
        if (sentNs != 0 && tookNs >= 0 && tookNs < LIMIT_NS) {
            histogram.recordValue(tookNs / 1_000);
        }
    }
}
