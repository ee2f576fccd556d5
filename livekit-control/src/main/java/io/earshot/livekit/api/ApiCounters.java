package io.earshot.livekit.api;

import io.earshot.media.measure.Durations;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Calls of the server API by operation and outcome since the start, for metrics. Thread-safe because it is a concurrent map of
 * adders; bounded by the operations and the classes of failure.
 */
public final class ApiCounters {
    /** Outcome of a call that succeeded. */
    public static final String OK = "ok";
    /** Counted beside the outcome for each attempt after the first. */
    public static final String REPEATED = "repeated";

    private final Durations durations = new Durations();
    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    /**
     * How often something happened. Immutable.
     *
     * @param operation the call
     * @param outcome {@link #OK}, {@link #REPEATED} or {@link ApiException#kind()}
     * @param count how often
     */
    public record Count(Operation operation, String outcome, long count) {}

    private record Key(Operation operation, String outcome) {}

    /** How long calls took, repeats and pauses included, by the operation's method. */
    public Durations durations() {
        return durations;
    }

    void took(Operation operation, long ns) {
        durations.record(operation.method(), ns);
    }

    void count(Operation operation, String outcome) {
        counts.computeIfAbsent(new Key(operation, outcome), _ -> new LongAdder())
                .increment();
    }

    /** How often {@code operation} ended as {@code outcome}. */
    public long of(Operation operation, String outcome) {
        LongAdder adder = counts.get(new Key(operation, outcome));
        return adder == null ? 0 : adder.sum();
    }

    /** All that was counted, by operation and outcome. */
    public List<Count> all() {
        return counts.entrySet().stream()
                .map(it -> new Count(
                        it.getKey().operation(),
                        it.getKey().outcome(),
                        it.getValue().sum()))
                .sorted(Comparator.comparing(Count::operation).thenComparing(Count::outcome))
                .toList();
    }
}
