package io.earshot.bridge.http;

import io.earshot.ai.provider.ProviderCounters;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What happened to each provider, as Prometheus counters. Thread-safe because the counters are. */
public final class ProviderMetrics implements Supplier<List<MetricSnapshot>> {
    private final Map<String, ProviderCounters> providers;

    public ProviderMetrics(Map<String, ProviderCounters> providers) {
        this.providers = Map.copyOf(providers);
    }

    @Override
    public List<MetricSnapshot> get() {
        CounterSnapshot.Builder events = CounterSnapshot.builder()
                .name("earshot_provider_events")
                .help("What happened to the speech and language providers, by provider and event");
        providers.forEach((provider, counters) -> counters.snapshot()
                .forEach((event, count) -> events.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(Labels.of(
                                "provider", provider, "event", event.name().toLowerCase(Locale.ROOT)))
                        .value((double) count)
                        .build())));
        return List.of(events.build());
    }
}
