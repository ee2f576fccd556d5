package io.earshot.bridge.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metric families of a bridge. Parts add theirs once, when they are built, with a supplier that is asked at every scrape; nothing
 * is counted twice and nothing is kept here. A family never has more than {@link Samples#MOST_SERIES} series: what exceeds them is
 * added up under {@code other}. Names are given without {@code _total}. Thread-safe because the families are in a concurrent map.
 */
public final class Families implements MultiCollector {
    private static final Logger log = LoggerFactory.getLogger(Families.class);

    private final Map<String, Supplier<MetricSnapshot>> families = new ConcurrentSkipListMap<>();
    private final List<MultiCollector> included = new CopyOnWriteArrayList<>();
    private final LongAdder failures = new LongAdder();

    public Families() {
        counter(
                "earshot_metrics_failures",
                "Families left out of a scrape because they could not be read",
                failures::sum);
    }

    /** Adds a counter without labels. */
    public Families counter(String name, String help, DoubleSupplier value) {
        return counters(name, help, List.of(), samples -> samples.at(value.getAsDouble()));
    }

    /** Adds a counter of whole numbers without labels. */
    public Families counter(String name, String help, LongSupplier value) {
        return counter(name, help, (DoubleSupplier) () -> (double) value.getAsLong());
    }

    /** Adds a counter with labels; {@code source} tells all values at every scrape. */
    public Families counters(String name, String help, List<String> labels, Consumer<Samples> source) {
        return add(name, () -> samples(labels, source).counter(name, help));
    }

    /** Adds a counter of what a tally counts. */
    public Families counters(String name, String help, Tally tally) {
        return counters(name, help, tally.labels(), tally::tell);
    }

    /** Adds a gauge without labels; NaN leaves it out. */
    public Families gauge(String name, String help, DoubleSupplier value) {
        return gauges(name, help, List.of(), samples -> {
            double now = value.getAsDouble();
            if (!Double.isNaN(now)) {
                samples.at(now);
            }
        });
    }

    /** Adds a gauge of whole numbers without labels. */
    public Families gauge(String name, String help, LongSupplier value) {
        return gauge(name, help, (DoubleSupplier) () -> (double) value.getAsLong());
    }

    /** Adds a gauge with labels; {@code source} tells all values at every scrape. */
    public Families gauges(String name, String help, List<String> labels, Consumer<Samples> source) {
        return add(name, () -> samples(labels, source).gauge(name, help));
    }

    /** Adds a gauge that is always 1 and tells facts by its labels: {@code earshot_build_info} and the like. */
    public Families info(String name, String help, Map<String, String> facts) {
        List<String> labels = facts.keySet().stream().sorted().toList();
        String[] values = labels.stream().map(facts::get).toArray(String[]::new);
        return gauges(name, help, labels, samples -> samples.at(1L, values));
    }

    /** Adds a histogram of seconds; {@code source} tells all HdrHistograms at every scrape. */
    public Families histograms(String name, String help, List<String> labels, Consumer<Distributions> source) {
        return histograms(name, help, Buckets.SECONDS, new Examples(labels.toArray(String[]::new)), source);
    }

    /** Adds a histogram of seconds with examples, which say what the family's labels are. */
    public Families histograms(String name, String help, Examples examples, Consumer<Distributions> source) {
        return histograms(name, help, Buckets.SECONDS, examples, source);
    }

    private Families histograms(
            String name, String help, double[] bounds, Examples examples, Consumer<Distributions> source) {
        return add(name, () -> {
            Distributions distributions = new Distributions(examples.labels(), bounds, examples);
            source.accept(distributions);
            return distributions.histogram(name, help);
        });
    }

    /** Adds a histogram of what timings hold. */
    public Families histograms(String name, String help, Timings timings) {
        return histograms(name, help, Buckets.SECONDS, timings);
    }

    /** Adds a histogram of what timings hold, with these upper bounds in the text formats. */
    public Families histograms(String name, String help, double[] bounds, Timings timings) {
        return histograms(name, help, bounds, new Examples(timings.labels().toArray(String[]::new)), timings);
    }

    /** The same with examples. */
    public Families histograms(String name, String help, double[] bounds, Examples examples, Timings timings) {
        return histograms(name, help, bounds, examples, timings::tell);
    }

    /** Shows what another registry collects, too. */
    public Families include(MultiCollector others) {
        included.add(others);
        return this;
    }

    /** All families as they are now, by name; one that fails is left out and counted. */
    @Override
    public MetricSnapshots collect() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        families.forEach((name, family) -> {
            try {
                all.metricSnapshot(family.get());
            } catch (RuntimeException bug) {
                failures.increment();
                log.atLevel(failures.sum() == 1 ? org.slf4j.event.Level.ERROR : org.slf4j.event.Level.DEBUG)
                        .setCause(bug)
                        .log("metric {} cannot be read", name);
            }
        });
        included.forEach(others -> others.collect().forEach(all::metricSnapshot));
        return all.build();
    }

    private Families add(String name, Supplier<MetricSnapshot> family) {
        if (families.putIfAbsent(name, family) != null) {
            throw new IllegalArgumentException("metric " + name + " exists already");
        }
        return this;
    }

    private static Samples samples(List<String> labels, Consumer<Samples> source) {
        Samples samples = new Samples(labels);
        source.accept(samples);
        return samples;
    }
}
