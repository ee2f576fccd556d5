package io.earshot.perf.load;

import org.HdrHistogram.AbstractHistogram;

/** Percentiles of a duration in milliseconds. Immutable. */
public record Percentiles(long count, double p50Ms, double p90Ms, double p99Ms, double p999Ms, double maxMs) {
    /** Of a histogram with {@code unitsPerMs} units in a millisecond. */
    public static Percentiles of(AbstractHistogram values, double unitsPerMs) {
        return new Percentiles(
                values.getTotalCount(),
                values.getValueAtPercentile(50) / unitsPerMs,
                values.getValueAtPercentile(90) / unitsPerMs,
                values.getValueAtPercentile(99) / unitsPerMs,
                values.getValueAtPercentile(99.9) / unitsPerMs,
                values.getMaxValue() / unitsPerMs);
    }

    /** The same durations, each shorter by {@code ms}. */
    Percentiles less(double ms) {
        return count == 0 ? this : new Percentiles(count, p50Ms - ms, p90Ms - ms, p99Ms - ms, p999Ms - ms, maxMs - ms);
    }
}
