package io.earshot.bridge.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.HdrHistogram.Histogram;

/**
 * Durations by label values, in HdrHistograms of microsecond steps. At most {@link #MOST} combinations are known; what comes later
 * counts under {@code other}. Not for the packet path. Thread-safe because each histogram is used under its own lock.
 */
public final class Timings {
    /** Combinations of label values. */
    public static final int MOST = 60;

    private static final long LONGEST_US = 3_600_000_000L;

    private final List<String> labels;
    private final Map<LabelSet, Histogram> series = new ConcurrentHashMap<>();

    /** Durations by these labels. */
    public Timings(String... labels) {
        this.labels = List.of(labels);
    }

    /** Counts a value of another unit than seconds, such as a score. */
    public void recordUnits(double value, String... values) {
        record((long) (value * 1e9), values);
    }

    /** Counts a duration of so many nanoseconds; under zero is zero, over an hour is an hour. */
    public void record(long ns, String... values) {
        LabelSet set = LabelSet.of(labels, values);
        Histogram known = series.get(set);
        if (known == null) {
            LabelSet bounded = series.size() < MOST ? set : LabelSet.other(labels);
            known = series.computeIfAbsent(bounded, _ -> new Histogram(2));
        }
        long micros = Math.clamp(ns / 1_000, 0, LONGEST_US);
        synchronized (known) {
            known.recordValue(micros);
        }
    }

    List<String> labels() {
        return labels;
    }

    /** Tells all histograms. */
    public void tell(Distributions distributions) {
        series.forEach((set, histogram) -> {
            synchronized (histogram) {
                distributions.ofMicros(histogram.copy(), set.values().toArray(String[]::new));
            }
        });
    }
}
