package io.earshot.bridge.gateway;

import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Samples;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The front desk and the gateway as metrics. Thread-safe because its sources are. */
final class GatewayMetrics {
    private final GatewayCounters counters;
    private final Supplier<@Nullable DispatchLists> source;

    GatewayMetrics(GatewayCounters counters, Supplier<@Nullable DispatchLists> source) {
        this.counters = counters;
        this.source = source;
    }

    /** Adds what it shows. */
    void addTo(Families families) {
        byWord(
                families,
                "earshot_gateway_joins",
                "Rooms joined for callers, by outcome",
                "outcome",
                counters::joins,
                "done");
        families.counter(
                        "earshot_gateway_join_seconds",
                        "Time from the start of a join to its media path",
                        counters::joinSeconds)
                .counter(
                        "earshot_gateway_rooms_closed",
                        "Rooms deleted because the caller was the last to leave",
                        counters::roomsClosed);
        families.counters(
                        "earshot_dispatch_refreshes",
                        "Times LiveKit's trunks and rules were listed",
                        List.of(),
                        told(lists -> (double) lists.refreshes()))
                .counters("earshot_dispatch_refresh_failures", "Times that failed", List.of(), told(lists ->
                        (double) lists.failures()))
                .gauges(
                        "earshot_dispatch_age_seconds",
                        "Age of the trunks and rules in force",
                        List.of(),
                        told(DispatchLists::ageSeconds));
    }

    /** A figure of the lists, where there are any: a reload may bring the first. */
    private Consumer<Samples> told(ToDoubleFunction<DispatchLists> figure) {
        return samples -> {
            DispatchLists lists = source.get();
            if (lists != null) {
                samples.at(figure.applyAsDouble(lists));
            }
        };
    }

    private static void byWord(
            Families families,
            String name,
            String help,
            String label,
            Supplier<Map<String, Long>> values,
            String usual) {
        families.counters(name, help, List.of(label), samples -> {
            samples.at(0L, usual);
            tell(values.get(), samples);
        });
    }

    private static void tell(Map<String, Long> values, Samples samples) {
        values.forEach((word, count) -> samples.at(count, word));
    }
}
