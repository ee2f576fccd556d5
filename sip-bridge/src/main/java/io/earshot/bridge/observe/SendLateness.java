package io.earshot.bridge.observe;

import io.earshot.media.net.MediaLoops;
import org.HdrHistogram.Histogram;

/** Lateness of all RTP packets sent since the start. Thread-safe because every method is synchronized. */
public final class SendLateness {
    private final MediaLoops loops;
    private final Histogram micros = new Histogram(60_000_000L, 2);
    private final Histogram interval = new Histogram(60_000_000L, 2);

    public SendLateness(MediaLoops loops) {
        this.loops = loops;
    }

    /** A copy of the histogram, in microseconds. */
    public synchronized Histogram total() {
        collect();
        return micros.copy();
    }

    /** What was recorded since the last call of this method, in microseconds; for one reporter. */
    public synchronized Histogram takeInterval() {
        collect();
        Histogram taken = interval.copy();
        interval.reset();
        return taken;
    }

    private void collect() {
        Histogram latest = loops.takeLatenessUs();
        micros.add(latest);
        interval.add(latest);
    }
}
