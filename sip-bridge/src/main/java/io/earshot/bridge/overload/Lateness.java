package io.earshot.bridge.overload;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How late one loop is, as the packets meet it that were due every 20 ms: a beat that comes 100 ms late stands for the five
 * packets that were due meanwhile and left 100, 80, 60, 40 and 20 ms late. Sans-IO. Thread-safe: the loop writes to a ring
 * of atomics, the watching thread reads it.
 */
final class Lateness {
    static final long PERIOD_NS = 20_000_000;
    /** One packet in twenty may be later than what is told: a short stall is one gap, lateness that stays is many. */
    private static final double QUANTILE = 0.95;

    private final AtomicLongArray lateNs;
    private volatile long dueNs;
    private int at;

    /** Of the latest {@code windowNs}; the first beat is due a period after {@code nowNs}. */
    Lateness(long windowNs, long nowNs) {
        this.lateNs = new AtomicLongArray((int) Math.max(10, windowNs / PERIOD_NS));
        this.dueNs = nowNs + PERIOD_NS;
    }

    /** The task came round. On the loop. */
    void beat(long nowNs) {
        long late = Math.max(0, nowNs - dueNs);
        for (int packets = 0; packets < lateNs.length(); packets++) {
            lateNs.setRelease(at, late);
            at = (at + 1) % lateNs.length();
            late -= PERIOD_NS;
            if (late < 0) {
                break;
            }
        }
        dueNs = nowNs + PERIOD_NS;
    }

    /** How late the loop is now, when it is due and has not come. */
    long overdueNs(long nowNs) {
        return Math.max(0, nowNs - dueNs);
    }

    /** The 95th percentile of the window, with the packets that are overdue now. */
    long percentileNs(long nowNs) {
        long[] all = new long[lateNs.length()];
        for (int i = 0; i < all.length; i++) {
            all[i] = lateNs.getAcquire(i);
        }
        Arrays.sort(all);
        long overdue = overdueNs(nowNs);
        // The overdue packets take the places of the most punctual ones.
        for (int i = 0; i < all.length && overdue > all[i]; i++, overdue -= PERIOD_NS) {
            all[i] = overdue;
        }
        Arrays.sort(all);
        return all[(int) Math.ceil(all.length * QUANTILE) - 1];
    }
}
