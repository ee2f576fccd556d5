package io.earshot.bridge.room;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Agents asked into rooms by what came of it, as Prometheus counters. Thread-safe because adders are. */
public final class RoomModeCounters implements Supplier<List<MetricSnapshot>> {
    private final LongAdder[] counts = new LongAdder[RoomOutcome.values().length];

    RoomModeCounters() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    void count(RoomOutcome outcome) {
        counts[outcome.ordinal()].increment();
    }

    long of(RoomOutcome outcome) {
        return counts[outcome.ordinal()].sum();
    }

    @Override
    public List<MetricSnapshot> get() {
        CounterSnapshot.Builder all = CounterSnapshot.builder()
                .name("earshot_room_agents")
                .help("Agents asked into LiveKit rooms, by what came of it");
        for (RoomOutcome outcome : RoomOutcome.values()) {
            all.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(Labels.of("outcome", outcome.label()))
                    .value((double) of(outcome))
                    .build());
        }
        return List.of(all.build());
    }
}
