package io.earshot.ai.latency;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * One series' values: a wait-free recorder on the writing side, and on the reading side what was recorded since the
 * start and since the last interval. Packed histograms: a few kilobytes each. Thread-safe because writers only touch
 * the recorder and readers hold the lock.
 */
final class SeriesHistogram {
    private static final int DIGITS = 3;

    private final Recorder recorder = new Recorder(DIGITS, true);
    private final PackedHistogram sinceStart = new PackedHistogram(DIGITS);
    private PackedHistogram sinceInterval = new PackedHistogram(DIGITS);
    private @Nullable Histogram recycled;

    /** Something was recorded that no reader has seen: emptying a recorder costs, and most are idle mostly. */
    private volatile boolean fresh;

    void record(long ns) {
        recorder.recordValue(Math.max(0, ns));
        fresh = true;
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
        if (!fresh) {
            return;
        }
        fresh = false;
        Histogram latest = recorder.getIntervalHistogram(recycled);
        sinceStart.add(latest);
        sinceInterval.add(latest);
        recycled = latest;
    }
}
