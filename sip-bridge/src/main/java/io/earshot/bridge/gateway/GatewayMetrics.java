package io.earshot.bridge.gateway;

import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Samples;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The front desk and the gateway as metrics. Thread-safe because its sources are. */
final class GatewayMetrics {
    private final GatewayCounters counters;
    private final @Nullable DispatchLists lists;

    GatewayMetrics(GatewayCounters counters, @Nullable DispatchLists lists) {
        this.counters = counters;
        this.lists = lists;
    }

    /** Adds what it shows. */
    void addTo(Families families) {
        byWord(families, "earshot_gateway_joins", "Rooms joined for callers, by outcome", "outcome", counters::joins);
        families.counter(
                        "earshot_gateway_join_seconds",
                        "Time from the start of a join to its media path",
                        counters::joinSeconds)
                .counter(
                        "earshot_gateway_rooms_closed",
                        "Rooms deleted because the caller was the last to leave",
                        counters::roomsClosed);
        if (lists != null) {
            families.counter(
                            "earshot_dispatch_refreshes",
                            "Times LiveKit's trunks and rules were listed",
                            lists::refreshes)
                    .counter("earshot_dispatch_refresh_failures", "Times that failed", lists::failures)
                    .gauge("earshot_dispatch_age_seconds", "Age of the trunks and rules in force", lists::ageSeconds);
        }
    }

    private static void byWord(
            Families families, String name, String help, String label, Supplier<Map<String, Long>> values) {
        families.counters(name, help, List.of(label), samples -> tell(values.get(), samples));
    }

    private static void tell(Map<String, Long> values, Samples samples) {
        values.forEach((word, count) -> samples.at(count, word));
    }
}
