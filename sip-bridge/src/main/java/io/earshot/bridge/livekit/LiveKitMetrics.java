package io.earshot.bridge.livekit;

import io.earshot.livekit.api.ApiCounters;
import io.earshot.livekit.worker.WorkerCounters;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What rooms, the server API and the worker met, as Prometheus counters. Thread-safe because a snapshot is taken at every scrape. */
public final class LiveKitMetrics implements Supplier<List<MetricSnapshot>> {
    private final LiveKitDesk livekit;
    private final @Nullable WorkerCounters worker;

    /** Metrics of a server; {@code worker} is null where there is none. */
    public LiveKitMetrics(LiveKitDesk livekit, @Nullable WorkerCounters worker) {
        this.livekit = livekit;
        this.worker = worker;
    }

    @Override
    public List<MetricSnapshot> get() {
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(counters(
                "earshot_room_events",
                "What happened to connections to LiveKit rooms",
                livekit.rooms().counters().values()));
        all.add(calls());
        all.add(breaker());
        if (worker != null) {
            all.add(counters("earshot_worker_events", "What LiveKit's agent dispatch brought", worker.values()));
        }
        return all;
    }

    private MetricSnapshot breaker() {
        return GaugeSnapshot.builder()
                .name("earshot_livekit_api_breaker_state")
                .help(
                        "Whether the server API is asked: 0 closed (yes), 1 open (no), 2 half open (one request, to find out)")
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(livekit.api().breaker().ordinal())
                        .build())
                .build();
    }

    private MetricSnapshot calls() {
        CounterSnapshot.Builder family = CounterSnapshot.builder()
                .name("earshot_livekit_api_calls")
                .help("Calls of LiveKit's server API, by outcome");
        for (ApiCounters.Count count : livekit.api().counters().all()) {
            family.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(Labels.of("operation", count.operation().method(), "outcome", count.outcome()))
                    .value((double) count.count())
                    .build());
        }
        return family.build();
    }

    private static MetricSnapshot counters(String name, String help, Map<String, Long> values) {
        CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
        values.forEach((event, count) -> family.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(Labels.of("event", event))
                .value((double) count)
                .build()));
        return family.build();
    }
}
