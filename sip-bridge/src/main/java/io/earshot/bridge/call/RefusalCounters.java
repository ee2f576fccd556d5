package io.earshot.bridge.call;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * INVITEs that did not become calls, by reason; at most {@value #MOST_REASONS} reasons, further ones count as {@code other}.
 * Thread-safe because each count is an adder.
 */
public final class RefusalCounters implements Supplier<List<MetricSnapshot>> {
    private static final int MOST_REASONS = 40;

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** One more for that reason. */
    public void count(String reason) {
        String label = counts.containsKey(reason) || counts.size() < MOST_REASONS ? reason : "other";
        counts.computeIfAbsent(label, _ -> new LongAdder()).increment();
    }

    /** The counts so far, by reason. */
    public Map<String, Long> counts() {
        Map<String, Long> values = new TreeMap<>();
        counts.forEach((reason, count) -> values.put(reason, count.sum()));
        return values;
    }

    @Override
    public List<MetricSnapshot> get() {
        CounterSnapshot.Builder refused = CounterSnapshot.builder()
                .name("earshot_calls_refused")
                .help("INVITEs that did not become calls, by reason");
        counts().forEach((reason, count) -> refused.dataPoint(CounterDataPointSnapshot.builder()
                .labels(Labels.of("reason", reason))
                .value((double) count)
                .build()));
        return List.of(refused.build());
    }
}
