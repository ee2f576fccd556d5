package io.earshot.bridge.metrics;

import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;

/** The histograms of one family at one scrape. Confined to the scrape. */
public final class Distributions {
    private final List<String> labels;
    private final double[] bounds;
    private final Examples examples;
    private final Map<LabelSet, Entry> entries = new LinkedHashMap<>();

    private record Entry(AbstractHistogram values, double unitsPerSecond) {}

    Distributions(List<String> labels, double[] bounds, Examples examples) {
        this.labels = labels;
        this.examples = examples;
        this.bounds = bounds;
    }

    /** Tells a histogram of nanoseconds, which is not changed. */
    public void ofNanos(AbstractHistogram values, String... labelValues) {
        put(new Entry(values, 1e9), labelValues);
    }

    /** Tells a histogram of microseconds (or of millionths of another unit), which is not changed. */
    public void ofMicros(AbstractHistogram values, String... labelValues) {
        put(new Entry(values, 1e6), labelValues);
    }

    private void put(Entry entry, String... labelValues) {
        LabelSet set = LabelSet.of(labels, labelValues);
        boolean fits = entries.containsKey(set) || entries.size() < Samples.MOST_SERIES / 4;
        entries.merge(fits ? set : LabelSet.other(labels), entry, Distributions::sum);
    }

    private static Entry sum(Entry one, Entry other) {
        Histogram both = new Histogram(3);
        both.add(one.values());
        both.add(other.values());
        return new Entry(both, one.unitsPerSecond());
    }

    HistogramSnapshot histogram(String name, String help) {
        HistogramSnapshot.Builder family =
                HistogramSnapshot.builder().name(name).help(help);
        entries.forEach((set, entry) -> family.dataPoint(
                Buckets.dataPoint(entry.values(), set.of(labels), examples.of(set), entry.unitsPerSecond(), bounds)));
        return family.build();
    }
}
