package io.earshot.bridge.http;

import io.earshot.ai.latency.LatencyRecorder;
import io.earshot.ai.latency.LatencySeries;
import io.earshot.bridge.records.CallDirectory;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;

/** Calls, turns and RTP pacing as Prometheus metrics. Thread-safe because its sources are. */
public final class CallMetrics implements Supplier<List<MetricSnapshot>> {
    private static final List<String> MODES = List.of("direct", "room", "gateway");

    private final CallDirectory calls;
    private final LatencyRecorder latency;
    private final SendLateness lateness;

    public CallMetrics(CallDirectory calls, LatencyRecorder latency, SendLateness lateness) {
        this.calls = calls;
        this.latency = latency;
        this.lateness = lateness;
    }

    @Override
    public List<MetricSnapshot> get() {
        return List.of(active(), started(), ended(), turns(), sendLateness());
    }

    private MetricSnapshot active() {
        GaugeSnapshot.Builder active =
                GaugeSnapshot.builder().name("earshot_calls_active").help("Calls that run now, by mode");
        MODES.forEach(mode -> active.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(Labels.of("mode", mode))
                .value((double) calls.runningCount(mode))
                .build()));
        return active.build();
    }

    private MetricSnapshot started() {
        CounterSnapshot.Builder started =
                CounterSnapshot.builder().name("earshot_calls_started").help("Calls taken up since the start, by mode");
        MODES.forEach(mode -> started.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(Labels.of("mode", mode))
                .value((double) calls.startedCount(mode))
                .build()));
        return started.build();
    }

    private MetricSnapshot ended() {
        CounterSnapshot.Builder ended = CounterSnapshot.builder()
                .name("earshot_calls_ended")
                .help("Calls ended since the start, by mode and reason");
        calls.ended()
                .forEach((ending, count) -> ended.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(Labels.of("mode", ending.mode(), "reason", ending.reason()))
                        .value((double) count)
                        .build()));
        return ended.build();
    }

    private MetricSnapshot turns() {
        HistogramSnapshot.Builder turns = LatencyBuckets.family(
                "earshot_turn_seconds", "Stages of a turn, from the caller's last speech packet to our first packet");
        latency.forEach((series, nanos) -> {
            if (series.scope() == LatencySeries.Scope.ALL) {
                turns.dataPoint(LatencyBuckets.dataPoint(
                        nanos, Labels.of("stage", series.name(), "class", series.turnClass()), 1e9));
            }
        });
        return turns.build();
    }

    private MetricSnapshot sendLateness() {
        return LatencyBuckets.family("earshot_rtp_send_lateness_seconds", "How late RTP packets left the pacer")
                .dataPoint(LatencyBuckets.dataPoint(lateness.total(), Labels.EMPTY, 1e6))
                .build();
    }
}
