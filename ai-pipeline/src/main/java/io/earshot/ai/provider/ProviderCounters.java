package io.earshot.ai.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened to one provider since the start, for metrics: one counter an event. Thread-safe because every counter
 * is a {@link LongAdder}.
 */
public final class ProviderCounters {
    /** What is counted. */
    public enum Event {
        /** A connection (socket or request) was opened. */
        CONNECTED,
        /** A connection could not be opened or was refused. */
        CONNECT_FAILED,
        /** A connection was lost in use. */
        DISCONNECTED,
        /** A connection or request was tried again. */
        RETRIED,
        /** A time limit passed. */
        TIMED_OUT,
        /** Audio was dropped because a bounded buffer was full. */
        AUDIO_DROPPED,
        /** A message that is not understood was skipped. */
        UNKNOWN_MESSAGE,
        /** A message that breaks the protocol came. */
        MALFORMED_MESSAGE,
        /** A message came for something cancelled or already over, and was dropped. */
        LATE_MESSAGE,
        /** The vendor reported an error in words. */
        ERROR_MESSAGE,
        /** A keep-alive (message or silence) was sent. */
        KEEP_ALIVE
    }

    private final LongAdder[] counts = new LongAdder[Event.values().length];

    public ProviderCounters() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    /** Counts one event. */
    public void count(Event event) {
        counts[event.ordinal()].increment();
    }

    /** Counts several events of one kind. */
    public void count(Event event, long times) {
        counts[event.ordinal()].add(times);
    }

    /** How often it happened. */
    public long of(Event event) {
        return counts[event.ordinal()].sum();
    }

    /** All counts, in the order of {@link Event}. */
    public Map<Event, Long> snapshot() {
        Map<Event, Long> all = new LinkedHashMap<>();
        for (Event event : Event.values()) {
            all.put(event, of(event));
        }
        return all;
    }
}
