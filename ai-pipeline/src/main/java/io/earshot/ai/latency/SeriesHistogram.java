package io.earshot.ai.latency;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;
import org.jspecify.annotations.Nullable;

/**
 * One series' values: what was recorded since the start, since the last interval, and since any reader looked. Packed
 * histograms: a few kilobytes each, and each touched by one thread at a time. HdrHistogram's own concurrent packed
 * recorder is not used: it can spin for ever when several writers make it grow at once (2.2.2). Thread-safe: a writer
 * holds the lock for one count; readers merge under another and take the writers' only to exchange two references.
 */
final class SeriesHistogram {
    private static final int DIGITS = 3;

    private final Object writing = new Object();
    private PackedHistogram unread = new PackedHistogram(DIGITS);
    private PackedHistogram spare = new PackedHistogram(DIGITS);
    private final PackedHistogram sinceStart = new PackedHistogram(DIGITS);
    private PackedHistogram sinceInterval = new PackedHistogram(DIGITS);

    void record(long ns) {
        synchronized (writing) {
            unread.recordValue(Math.max(0, ns));
        }
    }

    synchronized LatencySummary summary(LatencySeries series) {
        drain();
        return LatencySummary.of(series, sinceStart);
    }

    /** A copy of all values since the start. */
    synchronized PackedHistogram sinceStart() {
        drain();
        return sinceStart.copy();
    }

    /** What was recorded since the last call of this method, or null for nothing; the caller owns it. */
    synchronized @Nullable PackedHistogram interval() {
        drain();
        if (sinceInterval.getTotalCount() == 0) {
            return null;
        }
        PackedHistogram interval = sinceInterval;
        sinceInterval = new PackedHistogram(DIGITS);
        return interval;
    }

    private void drain() {
        Histogram latest = exchange();
        if (latest.getTotalCount() > 0) {
            sinceStart.add(latest);
            sinceInterval.add(latest);
            latest.reset();
        }
    }

    /** Takes what writers filled and gives them the empty one. */
    private Histogram exchange() {
        synchronized (writing) {
            PackedHistogram filled = unread;
            unread = spare;
            spare = filled;
            return filled;
        }
    }
}
