package io.earshot.bridge.webhook;

import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Samples;
import io.earshot.livekit.webhook.EventType;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Webhooks by event and outcome, as metrics with a bounded set of labels. Thread-safe because adders are. */
public final class WebhookCounters {
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

    /** Adds what it shows. */
    public void addTo(Families families) {
        families.counters(
                "earshot_webhooks",
                "LiveKit webhook requests, by event and what became of them",
                List.of("event", "outcome"),
                this::tell);
    }

    private void tell(Samples samples) {
        for (EventType event : EventType.values()) {
            for (Outcome outcome : Outcome.values()) {
                if (of(event, outcome) > 0 || event == EventType.UNKNOWN) {
                    samples.at(of(event, outcome), event.label(), outcome.label());
                }
            }
        }
    }
}
