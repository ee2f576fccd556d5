package io.earshot.bridge.gateway;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The front desk and the gateway as Prometheus metrics. Thread-safe because its sources are. */
final class GatewayMetrics implements Supplier<List<MetricSnapshot>> {
    private final GatewayCounters counters;
    private final @Nullable DispatchLists lists;

    GatewayMetrics(GatewayCounters counters, @Nullable DispatchLists lists) {
        this.counters = counters;
        this.lists = lists;
    }

    @Override
    public List<MetricSnapshot> get() {
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(byLabel("earshot_gateway_joins", "Rooms joined for callers, by outcome", "outcome", counters.joins()));
        all.add(counter(
                "earshot_gateway_join_seconds",
                "Time from the start of a join to its media path",
                counters.joinSeconds()));
        all.add(counter(
                "earshot_gateway_rooms_closed", "Rooms deleted because the caller was the last to leave", (double)
                        counters.roomsClosed()));
        if (lists != null) {
            all.add(counter("earshot_dispatch_refreshes", "Times LiveKit's trunks and rules were listed", (double)
                    lists.refreshes()));
            all.add(counter("earshot_dispatch_refresh_failures", "Times that failed", (double) lists.failures()));
            all.add(GaugeSnapshot.builder()
                    .name("earshot_dispatch_age_seconds")
                    .help("Age of the trunks and rules in force")
                    .dataPoint(GaugeDataPointSnapshot.builder()
                            .value(lists.ageSeconds())
                            .build())
                    .build());
        }
        return all;
    }

    private static MetricSnapshot counter(String name, String help, double value) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(CounterDataPointSnapshot.builder().value(value).build())
                .build();
    }

    private static MetricSnapshot byLabel(String name, String help, String label, Map<String, Long> values) {
        CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
        values.forEach((word, count) -> family.dataPoint(CounterDataPointSnapshot.builder()
                .labels(Labels.of(label, word))
                .value((double) count)
                .build()));
        return family.build();
    }
}
