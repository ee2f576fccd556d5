package io.earshot.livekit.worker;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a worker met. Confined to its loop, but for {@link #values}, which may be a moment old elsewhere. */
public final class WorkerCounters {
    /** What is counted. */
    public enum Count {
        CONNECTS,
        REGISTRATIONS,
        REFUSALS,
        LOSSES,
        PINGS_UNANSWERED,
        JOBS_OFFERED,
        JOBS_ACCEPTED,
        JOBS_DECLINED,
        JOBS_NEEDLESS,
        JOBS_ASSIGNED,
        JOBS_UNASSIGNED,
        JOBS_TERMINATED,
        JOBS_SUCCEEDED,
        JOBS_FAILED,
        MESSAGES_MALFORMED,
        MESSAGES_UNKNOWN,
        MESSAGES_UNSENT
    }

    private final long[] counts = new long[Count.values().length];

    void count(Count what) {
        counts[what.ordinal()]++;
    }

    /** How often so far. */
    public long value(Count what) {
        return counts[what.ordinal()];
    }

    /** All counts by their names in lower case. */
    public Map<String, Long> values() {
        Map<String, Long> all = new TreeMap<>();
        for (Count what : Count.values()) {
            all.put(what.name().toLowerCase(Locale.ROOT), value(what));
        }
        return all;
    }
}
