package io.earshot.bridge.room;

import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Samples;
import io.earshot.bridge.room.Admission.Obstacle;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Agents asked into rooms by what came of it, as metrics. Thread-safe because adders are. */
public final class RoomModeCounters {
    private final LongAdder[] counts = new LongAdder[RoomOutcome.values().length];

    private final LongAdder[] declined = new LongAdder[Obstacle.values().length];

    RoomModeCounters() {
        Arrays.setAll(counts, _ -> new LongAdder());
        Arrays.setAll(declined, _ -> new LongAdder());
    }

    /** An agent was asked for and not brought. */
    void declined(Obstacle why) {
        declined[why.ordinal()].increment();
    }

    long of(Obstacle why) {
        return declined[why.ordinal()].sum();
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
        families.counters(
                "earshot_room_agents_declined",
                "Webhooks and jobs that asked for an agent in vain, by why",
                List.of("reason"),
                this::tellDeclined);
    }

    private void tellDeclined(Samples samples) {
        for (Obstacle why : Obstacle.values()) {
            samples.at(of(why), why.label());
        }
    }

    private void tell(Samples samples) {
        for (RoomOutcome outcome : RoomOutcome.values()) {
            samples.at(of(outcome), outcome.label());
        }
    }
}
