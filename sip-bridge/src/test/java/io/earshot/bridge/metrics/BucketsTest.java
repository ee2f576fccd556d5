package io.earshot.bridge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class BucketsTest {
    @Test
    void shouldPutEachValueIntoItsBucketAndKeepCountAndSum() {
        Histogram nanos = new Histogram(60_000_000_000L, 3);
        nanos.recordValue(300_000);
        nanos.recordValue(15_000_000);
        nanos.recordValueWithCount(120_000_000, 3);
        nanos.recordValue(45_000_000_000L);
        HistogramDataPointSnapshot point =
                Buckets.dataPoint(nanos, Labels.EMPTY, Exemplars.EMPTY, 1e9, Buckets.SECONDS);
        var buckets = point.getClassicBuckets();
        assertThat(point.getCount()).isEqualTo(6);
        assertThat(point.getSum()).isCloseTo(0.0003 + 0.015 + 0.36 + 45, within(0.05));
        assertThat(countIn(buckets, 0.0005)).isEqualTo(1);
        assertThat(countIn(buckets, 0.02)).isEqualTo(1);
        assertThat(countIn(buckets, 0.15)).isEqualTo(3);
        assertThat(countIn(buckets, Double.POSITIVE_INFINITY)).isEqualTo(1);
    }

    @Test
    void shouldHoldEachValueInTheNativeBucketAroundIt() {
        for (double seconds : new double[] {0.00002, 0.0004, 0.02, 0.25, 1, 1.0001, 2, 7.3, 60}) {
            int index = Buckets.index(seconds);
            assertThat(seconds).isLessThanOrEqualTo(Math.pow(2, index / 8.0) * (1 + 1e-9));
            assertThat(seconds).isGreaterThan(Math.pow(2, (index - 1) / 8.0));
        }
    }

    @Test
    void shouldCountTheSameInBothKindsOfBuckets() {
        Histogram nanos = new Histogram(60_000_000_000L, 3);
        for (int i = 0; i < 500; i++) {
            nanos.recordValue(i * 1_000_003L);
        }
        HistogramDataPointSnapshot point =
                Buckets.dataPoint(nanos, Labels.EMPTY, Exemplars.EMPTY, 1e9, Buckets.SECONDS);
        long count = point.getNativeZeroCount();
        for (int i = 0; i < point.getNativeBucketsForPositiveValues().size(); i++) {
            count += point.getNativeBucketsForPositiveValues().getCount(i);
        }
        assertThat(count).isEqualTo(500).isEqualTo(point.getCount());
    }

    private static long countIn(
            io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets buckets, double upperBound) {
        for (int i = 0; i < buckets.size(); i++) {
            if (buckets.getUpperBound(i) == upperBound) {
                return buckets.getCount(i);
            }
        }
        throw new AssertionError("no bucket up to " + upperBound);
    }
}
