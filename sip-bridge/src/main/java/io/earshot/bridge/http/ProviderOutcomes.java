package io.earshot.bridge.http;

import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.fallback.FallbackListener;
import io.earshot.media.retry.BreakerState;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of requests to providers, by stage, provider, outcome and kind of failure. Thread-safe because the counters
 * are in a concurrent map, bounded by the providers configured.
 */
public final class ProviderOutcomes implements FallbackListener, Supplier<List<MetricSnapshot>> {
    private static final Logger log = LoggerFactory.getLogger(ProviderOutcomes.class);

    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<Stage, Supplier<Map<String, BreakerState>>> breakers = new ConcurrentHashMap<>();

    private record Key(Stage stage, String provider, Outcome outcome, String failure) {}

    @Override
    public void onOutcome(Stage stage, String provider, Outcome outcome, @Nullable ProviderFailure failure) {
        String kind = failure == null ? "" : failure.kind().name().toLowerCase(Locale.ROOT);
        counts.computeIfAbsent(new Key(stage, provider, outcome, kind), _ -> new LongAdder())
                .increment();
    }

    @Override
    public void onBreaker(Stage stage, String provider, BreakerState from, BreakerState to, String why) {
        log.warn("provider {} ({}): breaker {} -> {}: {}", provider, stage.label(), from, to, why);
    }

    /** Shows the breakers of a stage's providers from now on. */
    public void watch(Stage stage, Supplier<Map<String, BreakerState>> states) {
        breakers.put(stage, states);
    }

    /** What each provider's breaker lets through, by stage and name. */
    public Map<Stage, Map<String, BreakerState>> breakers() {
        Map<Stage, Map<String, BreakerState>> now = new EnumMap<>(Stage.class);
        breakers.forEach((stage, states) -> now.put(stage, states.get()));
        return now;
    }

    private MetricSnapshot states() {
        GaugeSnapshot.Builder family = GaugeSnapshot.builder()
                .name("earshot_provider_breaker_state")
                .help(
                        "Whether a provider is asked: 0 closed (yes), 1 open (no), 2 half open (one request, to find out)");
        breakers()
                .forEach((stage, states) -> states.forEach(
                        (provider, state) -> family.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                                .labels(Labels.of("provider", provider, "role", stage.label()))
                                .value(state.ordinal())
                                .build())));
        return family.build();
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
        return List.of(requests.build(), states());
    }
}
