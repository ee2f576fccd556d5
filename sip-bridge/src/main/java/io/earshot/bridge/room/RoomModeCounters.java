package io.earshot.bridge.room;

import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Samples;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Agents asked into rooms by what came of it, as metrics. Thread-safe because adders are. */
public final class RoomModeCounters {
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

    /** Adds what it shows. */
    public void addTo(Families families) {
        families.counters(
                "earshot_room_agents",
                "Agents asked into LiveKit rooms, by what came of it",
                List.of("outcome"),
                this::tell);
    }

    private void tell(Samples samples) {
        for (RoomOutcome outcome : RoomOutcome.values()) {
            samples.at(of(outcome), outcome.label());
        }
    }
}
