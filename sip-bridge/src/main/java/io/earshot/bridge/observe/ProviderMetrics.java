package io.earshot.bridge.observe;

import io.earshot.ai.provider.ProviderCounters;
import io.earshot.bridge.metrics.Families;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What happened to each provider, as metrics. Thread-safe because the counters are. */
public final class ProviderMetrics {
    private final Supplier<Map<String, ProviderCounters>> providers;

    public ProviderMetrics(Supplier<Map<String, ProviderCounters>> providers) {
        this.providers = providers;
    }

    /** Adds what it shows. */
    public void addTo(Families families) {
        families.counters(
                "earshot_provider_events",
                "What happened to the speech and language providers, by provider and event",
                List.of("provider", "event"),
                samples -> providers
                        .get()
                        .forEach((provider, counters) -> counters.snapshot()
                                .forEach((event, count) ->
                                        samples.at(count, provider, event.name().toLowerCase(Locale.ROOT)))));
    }
}
