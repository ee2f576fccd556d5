package io.earshot.media.measure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.HdrHistogram.Histogram;

/**
 * How long operations took, by name, in HdrHistograms of microseconds. At most {@value #MOST} names are known; what comes later counts
 * under {@code other}. Thread-safe because each histogram is used under its own lock. Not for the packet path.
 */
public final class Durations {
    private static final int MOST = 60;
    private static final long LONGEST_US = 3_600_000_000L;

    private final Map<String, Histogram> histograms = new ConcurrentHashMap<>();

    /** Counts one that took so many nanoseconds; under zero is zero, over an hour is an hour. */
    public void record(String operation, long ns) {
        Histogram known = histograms.get(operation);
        if (known == null) {
            String bounded = histograms.size() < MOST ? operation : "other";
            known = histograms.computeIfAbsent(bounded, _ -> new Histogram(2));
        }
        synchronized (known) {
            known.recordValue(Math.clamp(ns / 1_000, 0, LONGEST_US));
        }
    }

    /** Hands out a copy of every histogram, in microseconds. */
    public void forEach(BiConsumer<String, Histogram> receiver) {
        histograms.forEach((operation, histogram) -> {
            synchronized (histogram) {
                receiver.accept(operation, histogram.copy());
            }
        });
    }
}
