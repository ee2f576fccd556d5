package io.earshot.bridge.http;

import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.fallback.FallbackListener;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What became of requests to providers, by stage, provider, outcome and kind of failure. Thread-safe because the counters
 * are in a concurrent map, bounded by the providers configured.
 */
public final class ProviderOutcomes implements FallbackListener, Supplier<List<MetricSnapshot>> {
    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    private record Key(Stage stage, String provider, Outcome outcome, String failure) {}

    @Override
    public void onOutcome(Stage stage, String provider, Outcome outcome, @Nullable ProviderFailure failure) {
        String kind = failure == null ? "" : failure.kind().name().toLowerCase(Locale.ROOT);
        counts.computeIfAbsent(new Key(stage, provider, outcome, kind), _ -> new LongAdder())
                .increment();
    }

    @Override
    public List<MetricSnapshot> get() {
        CounterSnapshot.Builder requests = CounterSnapshot.builder()
                .name("earshot_provider_requests")
                .help("Streams, completions and utterances asked of providers, by what became of them");
        counts.forEach((key, count) -> requests.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(Labels.of(
                        "stage", key.stage().label(),
                        "provider", key.provider(),
                        "outcome", key.outcome().label(),
                        "failure", key.failure()))
                .value((double) count.sum())
                .build()));
        return List.of(requests.build());
    }
}
