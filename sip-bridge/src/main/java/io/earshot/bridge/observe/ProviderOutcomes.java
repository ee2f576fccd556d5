package io.earshot.bridge.observe;

import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.fallback.FallbackListener;
import io.earshot.bridge.health.Health;
import io.earshot.bridge.health.HealthState;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Samples;
import io.earshot.bridge.metrics.Tally;
import io.earshot.media.retry.BreakerState;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of requests to providers, by stage, provider, outcome and kind of failure. Thread-safe because a tally is; bounded by
 * the providers configured.
 */
public final class ProviderOutcomes implements FallbackListener {
    private static final Logger log = LoggerFactory.getLogger(ProviderOutcomes.class);

    private final Tally requests = new Tally("stage", "provider", "outcome", "failure");
    private final Map<Stage, Supplier<Map<String, BreakerState>>> breakers = new ConcurrentHashMap<>();

    @Override
    public void onOutcome(Stage stage, String provider, Outcome outcome, @Nullable ProviderFailure failure) {
        String kind = failure == null ? "" : failure.kind().name().toLowerCase(Locale.ROOT);
        requests.count(stage.label(), provider, outcome.label(), kind);
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

    /** Adds what it shows. */
    public void addTo(Families families) {
        families.counters(
                        "earshot_provider_requests",
                        "Streams, completions and utterances asked of providers, by what became of them",
                        requests)
                .gauges(
                        "earshot_provider_breaker_state",
                        "Whether a provider is asked: 0 closed (yes), 1 open (no), 2 half open (one request, to find out)",
                        List.of("provider", "role"),
                        this::states);
    }

    /** Registers a component for each stage: degraded while one of its providers is not asked, down when none is. */
    public void addTo(Health health) {
        for (Stage stage : breakers.keySet()) {
            health.register("providers." + stage.label(), () -> state(stage));
        }
    }

    private HealthState state(Stage stage) {
        Map<String, BreakerState> states = breakers().getOrDefault(stage, Map.of());
        List<String> open = states.entrySet().stream()
                .filter(each -> each.getValue() != BreakerState.CLOSED)
                .map(each -> each.getKey() + " is " + each.getValue().label())
                .sorted()
                .toList();
        if (open.isEmpty()) {
            return HealthState.ok();
        }
        String reason = String.join(", ", open);
        return open.size() == states.size() ? HealthState.down(reason) : HealthState.degraded(reason);
    }

    private void states(Samples samples) {
        breakers()
                .forEach((stage, states) -> states.forEach(
                        (provider, state) -> samples.at((long) state.ordinal(), provider, stage.label())));
    }
}
