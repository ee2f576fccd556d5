package io.earshot.bridge.observe;

import io.earshot.ai.latency.LatencyRecorder;
import io.earshot.ai.latency.LatencySeries;
import io.earshot.ai.latency.LatencySummary;
import io.earshot.ai.latency.Stage;
import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.http.Json;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.AbstractHistogram;

/**
 * {@code GET /v1/latency}: percentiles of every stage and class of turn since the start, over all calls, by trunk and by
 * provider, and the lateness of RTP packets sent. Thread-safe because its sources are.
 */
public final class LatencyResource implements HttpResource {
    private final LatencyRecorder recorder;
    private final SendLateness lateness;

    public LatencyResource(LatencyRecorder recorder, SendLateness lateness) {
        this.recorder = recorder;
        this.lateness = lateness;
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body) {
        return Json.get(method, () -> Json.answer(200, table()));
    }

    private Table table() {
        List<LatencySummary> all = recorder.snapshot().summaries();
        return new Table(
                figures(all, LatencySeries.Scope.ALL),
                figures(all, LatencySeries.Scope.TRUNK),
                figures(all, LatencySeries.Scope.PROVIDER),
                Lateness.of(lateness.total()));
    }

    private static List<Figures> figures(List<LatencySummary> all, LatencySeries.Scope scope) {
        Stream<LatencySummary> ours =
                all.stream().filter(summary -> summary.series().scope() == scope && summary.count() > 0);
        return ours.sorted(Comparator.comparing((LatencySummary s) -> s.series().turnClass())
                        .thenComparingInt(s -> rank(s.series().name())))
                .map(Figures::of)
                .toList();
    }

    private static int rank(String name) {
        for (Stage stage : Stage.values()) {
            if (stage.label().equals(name)) {
                return stage.ordinal();
            }
        }
        return name.equals(LatencySeries.TOTAL) ? 100 : 50;
    }

    /** The whole answer. */
    private record Table(List<Figures> stages, List<Figures> trunks, List<Figures> providers, Lateness rtpSend) {}

    /** One series, in milliseconds. */
    private record Figures(
            String label,
            String name,
            String turnClass,
            long count,
            double p50Ms,
            double p90Ms,
            double p99Ms,
            double p999Ms,
            double maxMs) {
        static Figures of(LatencySummary summary) {
            return new Figures(
                    summary.series().label(),
                    summary.series().name(),
                    summary.series().turnClass(),
                    summary.count(),
                    summary.p50Ns() / 1e6,
                    summary.p90Ns() / 1e6,
                    summary.p99Ns() / 1e6,
                    summary.p999Ns() / 1e6,
                    summary.maxNs() / 1e6);
        }
    }

    /** How late RTP packets left, in milliseconds. */
    private record Lateness(long packets, double p50Ms, double p99Ms, double p999Ms, double maxMs) {
        static Lateness of(AbstractHistogram micros) {
            return new Lateness(
                    micros.getTotalCount(),
                    micros.getValueAtPercentile(50) / 1e3,
                    micros.getValueAtPercentile(99) / 1e3,
                    micros.getValueAtPercentile(99.9) / 1e3,
                    micros.getMaxValue() / 1e3);
        }
    }
}
