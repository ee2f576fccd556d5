package io.earshot.ai.latency;

import org.HdrHistogram.AbstractHistogram;

/**
 * The figures of one histogram, all in nanoseconds. Immutable.
 *
 * @param series what it is of
 * @param count values recorded
 * @param sumNs their sum, to three significant digits
 * @param p50Ns median
 * @param p90Ns 90th percentile
 * @param p99Ns 99th percentile
 * @param p999Ns 99.9th percentile
 * @param maxNs greatest value
 */
public record LatencySummary(
        LatencySeries series, long count, double sumNs, long p50Ns, long p90Ns, long p99Ns, long p999Ns, long maxNs) {
    /** The figures of {@code histogram}, whose values are nanoseconds. */
    public static LatencySummary of(LatencySeries series, AbstractHistogram histogram) {
        return new LatencySummary(
                series,
                histogram.getTotalCount(),
                histogram.getMean() * histogram.getTotalCount(),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getMaxValue());
    }
}
