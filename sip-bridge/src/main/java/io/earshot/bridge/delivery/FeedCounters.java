package io.earshot.bridge.delivery;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What became of a feed's entries since the start. Thread-safe because every counter is an adder. */
public final class FeedCounters {
    /** What is counted. */
    public enum Outcome {
        /** The receiver took it. */
        DELIVERED,
        /** An attempt failed, and another follows. */
        RETRIED,
        /** Put aside because the receiver refused it each time. */
        REFUSED,
        /** Put aside because it was too old. */
        EXPIRED,
        /** Put aside because too much waited. */
        OVERFLOWED,
        /** A line of the journal that is no record. */
        MALFORMED;

        /** The name as a metric label. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);

    FeedCounters() {
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new LongAdder());
        }
    }

    void count(Outcome outcome) {
        adder(outcome).increment();
    }

    /** How often it happened. */
    public long of(Outcome outcome) {
        return adder(outcome).sum();
    }

    private LongAdder adder(Outcome outcome) {
        LongAdder adder = counts.get(outcome);
        if (adder == null) {
            throw new IllegalStateException("every outcome has a counter");
        }
        return adder;
    }
}
