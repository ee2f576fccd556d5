package io.earshot.bridge.http;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import org.HdrHistogram.AbstractHistogram;

/**
 * Shows an HdrHistogram as a Prometheus histogram of seconds. Bucket counts are exact to the
 * histogram's own precision, so that buckets of several nodes may be added up.
 */
final class LatencyBuckets {
    private static final double[] UPPER_BOUNDS_S = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1,
        1.5, 2, 3, 5, 10, 30
    };

    private LatencyBuckets() {}

    /** One data point with the histogram's counts; {@code unitsPerSecond} says what its values are (1e9: nanoseconds). */
    static HistogramDataPointSnapshot dataPoint(AbstractHistogram values, Labels labels, double unitsPerSecond) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long below = 0;
        double sum = 0;
        for (double bound : UPPER_BOUNDS_S) {
            long count =
                    values.getCountBetweenValues(0, values.lowestEquivalentValue(Math.round(bound * unitsPerSecond)));
            buckets.bucket(bound, count - below);
            below = count;
        }
        buckets.bucket(Double.POSITIVE_INFINITY, values.getTotalCount() - below);
        for (var value : values.recordedValues()) {
            sum += value.getCountAddedInThisIterationStep() * (value.getValueIteratedTo() / unitsPerSecond);
        }
        return HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(sum)
                .labels(labels)
                .build();
    }

    /** A builder of a family of such histograms. */
    static HistogramSnapshot.Builder family(String name, String help) {
        return HistogramSnapshot.builder().name(name).help(help);
    }
}
