package io.earshot.bridge.call;

import io.earshot.bridge.metrics.Families;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * INVITEs that did not become calls, by reason; at most {@value #MOST_REASONS} reasons, further ones count as {@code other}.
 * Thread-safe because each count is an adder.
 */
public final class RefusalCounters {
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

    /** Adds what it counts. */
    public void addTo(Families families) {
        families.counters(
                "earshot_calls_refused", "INVITEs that did not become calls, by reason", List.of("reason"), samples -> {
                    List.of("draining", "capacity", "overload").forEach(reason -> samples.at(0L, reason));
                    counts().forEach((reason, count) -> samples.at(count, reason));
                });
    }
}
