package io.earshot.bridge.observe;

import io.earshot.ai.latency.LatencyRecorder;
import io.earshot.ai.latency.LatencySeries;
import io.earshot.ai.latency.LatencySeries.Scope;
import io.earshot.bridge.metrics.Distributions;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Samples;
import io.earshot.bridge.records.CallDirectory;
import java.util.List;
import java.util.Set;

/** Calls, turns and RTP pacing as metrics. Thread-safe because its sources are. */
public final class CallMetrics {
    private static final List<String> MODES = List.of("direct", "room", "gateway");

    private static final Set<String> ASKED = Set.of("answered", "tool", "interrupted", "overtaken");

    private final CallDirectory calls;
    private final LatencyRecorder latency;
    private final SendLateness lateness;
    private final TurnExamples examples;

    public CallMetrics(CallDirectory calls, LatencyRecorder latency, SendLateness lateness, TurnExamples examples) {
        this.examples = examples;
        this.calls = calls;
        this.latency = latency;
        this.lateness = lateness;
    }

    /** Adds what it shows. */
    public void addTo(Families families) {
        families.gauges("earshot_calls_active", "Calls that run now, by mode", List.of("mode"), this::active)
                .counters(
                        "earshot_calls_started",
                        "Calls taken up since the start, by mode",
                        List.of("mode"),
                        this::started)
                .counters(
                        "earshot_calls_ended",
                        "Calls ended since the start, by mode and reason",
                        List.of("mode", "reason"),
                        this::ended)
                .histograms(
                        "earshot_turn_seconds",
                        "Stages of a turn, from the caller's last speech packet to our first packet",
                        examples.all(),
                        this::turns)
                .histograms(
                        "earshot_turn_provider_seconds",
                        "Stages of a turn by the provider that did them",
                        List.of("provider", "stage"),
                        this::stagesByProvider)
                .histograms(
                        "earshot_rtp_send_lateness_seconds",
                        "How late RTP packets left the pacer",
                        List.of(),
                        all -> all.ofMicros(lateness.total()));
    }

    private void active(Samples samples) {
        MODES.forEach(mode -> samples.at(calls.runningCount(mode), mode));
    }

    private void started(Samples samples) {
        MODES.forEach(mode -> samples.at(calls.startedCount(mode), mode));
    }

    private void ended(Samples samples) {
        calls.ended().forEach((ending, count) -> samples.at(count, ending.mode(), ending.reason()));
    }

    private void turns(Distributions all) {
        latency.forEach((series, nanos) -> {
            if (series.scope() == Scope.ALL) {
                all.ofNanos(nanos, series.name(), series.turnClass());
            }
        });
    }

    private void stagesByProvider(Distributions all) {
        latency.forEach((series, nanos) -> {
            if (series.scope() == Scope.PROVIDER && heard(series)) {
                all.ofNanos(nanos, series.label(), series.name());
            }
        });
    }

    /** Only turns that a provider was asked in say how fast it is: a greeting is spoken from memory. */
    private static boolean heard(LatencySeries series) {
        return ASKED.contains(series.turnClass());
    }
}
