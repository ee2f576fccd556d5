package io.earshot.bridge.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Shows an HdrHistogram as a Prometheus histogram of seconds, with fixed bounds for the text formats and exponential ones for the
 * protobuf format. Bucket counts are exact to the HdrHistogram's own precision and only ever grow, so that buckets of several nodes may
 * be added up.
 */
final class Buckets {
    /** Native buckets grow by a factor of 2^(1/8) each: nine per cent wide, some 140 from 10 µs to 60 s. */
    static final int SCHEMA = 3;

    /** Upper bounds for what callers wait for. */
    static final double[] SECONDS = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1,
        1.5, 2, 3, 5, 10, 30
    };

    /** Values up to 10 µs are zero to a caller, and so to the native histogram. */
    private static final double ZERO_S = 1e-5;

    private Buckets() {}

    /** One data point with the histogram's counts and some examples of them; {@code unitsPerSecond} says what its values are (1e9: nanoseconds). */
    static HistogramDataPointSnapshot dataPoint(
            AbstractHistogram values, Labels labels, Exemplars examples, double unitsPerSecond, double... bounds) {
        SortedMap<Integer, Long> buckets = new TreeMap<>();
        long zero = 0;
        double sum = 0;
        for (HistogramIterationValue value : values.recordedValues()) {
            double seconds = values.medianEquivalentValue(value.getValueIteratedTo()) / unitsPerSecond;
            long count = value.getCountAddedInThisIterationStep();
            sum += count * seconds;
            if (seconds <= ZERO_S) {
                zero += count;
            } else {
                buckets.merge(index(seconds), count, Long::sum);
            }
        }
        return HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(classic(values, unitsPerSecond, bounds))
                .nativeSchema(SCHEMA)
                .nativeZeroThreshold(ZERO_S)
                .nativeZeroCount(zero)
                .nativeBucketsForPositiveValues(nativeBuckets(buckets))
                .sum(sum)
                .labels(labels)
                .exemplars(examples)
                .build();
    }

    /** Index of the native bucket that holds a value: its upper bound is 2^(index/8) seconds. */
    static int index(double seconds) {
        double exact = Math.log(seconds) / Math.log(2) * (1 << SCHEMA);
        return (int) Math.ceil(exact - 1e-9);
    }

    private static NativeHistogramBuckets nativeBuckets(SortedMap<Integer, Long> counts) {
        NativeHistogramBuckets.Builder buckets = NativeHistogramBuckets.builder();
        counts.forEach((index, count) -> buckets.bucket(index, count));
        return buckets.build();
    }

    private static ClassicHistogramBuckets classic(AbstractHistogram values, double unitsPerSecond, double[] bounds) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long below = 0;
        for (double bound : bounds) {
            long count =
                    values.getCountBetweenValues(0, values.lowestEquivalentValue(Math.round(bound * unitsPerSecond)));
            buckets.bucket(bound, count - below);
            below = count;
        }
        return buckets.bucket(Double.POSITIVE_INFINITY, values.getTotalCount() - below)
                .build();
    }
}
