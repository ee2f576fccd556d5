package io.earshot.bridge.webhook;

import io.earshot.livekit.webhook.EventType;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Webhooks by event and outcome, as Prometheus counters with a bounded set of labels. Thread-safe because adders are. */
public final class WebhookCounters implements Supplier<List<MetricSnapshot>> {
    private final LongAdder[][] counts = new LongAdder[EventType.values().length][Outcome.values().length];

    public WebhookCounters() {
        for (LongAdder[] row : counts) {
            for (int i = 0; i < row.length; i++) {
                row[i] = new LongAdder();
            }
        }
    }

    /** Counts one. Requests that were refused have no event: {@link EventType#UNKNOWN}. */
    void count(EventType event, Outcome outcome) {
        counts[event.ordinal()][outcome.ordinal()].increment();
    }

    /** How many there were. */
    public long of(EventType event, Outcome outcome) {
        return counts[event.ordinal()][outcome.ordinal()].sum();
    }

    /** How many had this outcome. */
    public long of(Outcome outcome) {
        long sum = 0;
        for (EventType event : EventType.values()) {
            sum += of(event, outcome);
        }
        return sum;
    }

    @Override
    public List<MetricSnapshot> get() {
        CounterSnapshot.Builder all = CounterSnapshot.builder()
                .name("earshot_webhooks")
                .help("LiveKit webhook requests, by event and what became of them");
        for (EventType event : EventType.values()) {
            for (Outcome outcome : Outcome.values()) {
                long count = of(event, outcome);
                if (count > 0) {
                    all.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                            .labels(Labels.of("event", event.label(), "outcome", outcome.label()))
                            .value((double) count)
                            .build());
                }
            }
        }
        return List.of(all.build());
    }
}
