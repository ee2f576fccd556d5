package io.earshot.bridge.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * Counts by label values. At most {@link #MOST} combinations are known; what comes later counts under {@code other}, for good, so
 * that no series ever falls. Thread-safe because it is a concurrent map of adders.
 */
public final class Tally {
    /** Combinations of label values. */
    public static final int MOST = 250;

    private final List<String> labels;
    private final Map<LabelSet, DoubleAdder> counts = new ConcurrentHashMap<>();

    /** A tally by these labels. */
    public Tally(String... labels) {
        this.labels = List.of(labels);
    }

    /** Shows these values from the start, at zero: an increase from nothing is none to Prometheus. */
    public Tally with(String... values) {
        add(0, values);
        return this;
    }

    /** Counts one. */
    public void count(String... values) {
        add(1, values);
    }

    /** Counts several. */
    public void add(long amount, String... values) {
        addPart((double) amount, values);
    }

    /** Counts an amount that is no whole number: seconds, money. */
    public void addPart(double amount, String... values) {
        LabelSet set = LabelSet.of(labels, values);
        DoubleAdder known = counts.get(set);
        if (known == null) {
            LabelSet bounded = counts.size() < MOST ? set : LabelSet.other(labels);
            known = counts.computeIfAbsent(bounded, _ -> new DoubleAdder());
        }
        known.add(amount);
    }

    /** How much was counted under these values, in whole. */
    public long of(String... values) {
        DoubleAdder known = counts.get(LabelSet.of(labels, values));
        return known == null ? 0 : (long) known.sum();
    }

    List<String> labels() {
        return labels;
    }

    void tell(Samples samples) {
        counts.forEach((set, count) -> samples.at(count.sum(), set.values().toArray(String[]::new)));
    }
}
