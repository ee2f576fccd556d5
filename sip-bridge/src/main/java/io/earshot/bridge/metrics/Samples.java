package io.earshot.bridge.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of one family at one scrape. Values with the same labels are added up. Confined to the scrape. */
public final class Samples {
    /** Series of a family; values with further labels are added up under {@code other}. */
    public static final int MOST_SERIES = 300;

    private final List<String> labels;
    private final Map<LabelSet, Double> values = new LinkedHashMap<>();

    Samples(List<String> labels) {
        this.labels = labels;
    }

    /** Tells a value; {@code labelValues} in the order in which the family names its labels. */
    public void at(double value, String... labelValues) {
        LabelSet set = LabelSet.of(labels, labelValues);
        boolean fits = values.containsKey(set) || values.size() < MOST_SERIES - 1;
        values.merge(fits ? set : LabelSet.other(labels), value, Double::sum);
    }

    /** Tells a whole number. */
    public void at(long value, String... labelValues) {
        at((double) value, labelValues);
    }

    CounterSnapshot counter(String name, String help) {
        CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
        values.forEach((set, value) -> family.dataPoint(CounterDataPointSnapshot.builder()
                .labels(set.of(labels))
                .value(value)
                .build()));
        return family.build();
    }

    GaugeSnapshot gauge(String name, String help) {
        GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
        values.forEach((set, value) -> family.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(set.of(labels))
                .value(value)
                .build()));
        return family.build();
    }
}
