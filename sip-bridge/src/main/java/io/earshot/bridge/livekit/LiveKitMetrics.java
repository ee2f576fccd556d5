package io.earshot.bridge.livekit;

import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Samples;
import io.earshot.livekit.worker.WorkerCounters;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What rooms, the server API and the worker met, as metrics. Thread-safe because a snapshot is taken at every scrape. */
public final class LiveKitMetrics {
    private final LiveKitDesk livekit;
    private final @Nullable WorkerCounters worker;

    /** Metrics of a server; {@code worker} is null where there is none. */
    public LiveKitMetrics(LiveKitDesk livekit, @Nullable WorkerCounters worker) {
        this.livekit = livekit;
        this.worker = worker;
    }

    /** Adds what it shows. */
    public void addTo(Families families) {
        families.counters(
                        "earshot_room_events",
                        "What happened to connections to LiveKit rooms",
                        List.of("event"),
                        samples -> tell(livekit.rooms().counters().values(), samples))
                .counters(
                        "earshot_livekit_api_calls",
                        "Calls of LiveKit's server API, by outcome",
                        List.of("operation", "outcome"),
                        this::calls)
                .gauge(
                        "earshot_livekit_api_breaker_state",
                        "Whether the server API is asked: 0 closed (yes), 1 open (no), 2 half open (one request, to find out)",
                        () -> livekit.api().breaker().ordinal());
        families.histograms(
                        "earshot_livekit_api_seconds",
                        "How long calls of LiveKit's server API took, repeats included",
                        List.of("operation"),
                        all -> livekit.api()
                                .counters()
                                .durations()
                                .forEach((name, micros) -> all.ofMicros(micros, name)))
                .histograms(
                        "earshot_room_join_seconds",
                        "Joins of LiveKit rooms: from their start to the server's welcome and to the media path",
                        List.of("stage"),
                        all -> livekit.rooms()
                                .counters()
                                .joins()
                                .forEach((stage, micros) -> all.ofMicros(micros, stage)));
        if (worker != null) {
            families.counters(
                    "earshot_worker_events",
                    "What LiveKit's agent dispatch brought",
                    List.of("event"),
                    samples -> tell(worker.values(), samples));
        }
    }

    private void calls(Samples samples) {
        livekit.api()
                .counters()
                .all()
                .forEach(count -> samples.at(count.count(), count.operation().method(), count.outcome()));
    }

    private static void tell(Map<String, Long> values, Samples samples) {
        values.forEach((event, count) -> samples.at(count, event));
    }
}
