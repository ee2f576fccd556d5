package io.earshot.livekit.room;

import io.earshot.media.measure.Durations;
import io.earshot.media.webrtc.TransportCounters;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened to all rooms of this process, for metrics. Thread-safe because each count is a {@link LongAdder}, durations are
 * thread-safe, and the set never changes.
 */
public final class RoomCounters {
    /** What is counted. */
    public enum Count {
        JOINS_STARTED,
        JOINS_DONE,
        JOINS_REFUSED,
        JOINS_FAILED,
        RESUMES_STARTED,
        RESUMES_DONE,
        RESUMES_FAILED,
        RECONNECTS_STARTED,
        RECONNECTS_DONE,
        RECONNECTS_FAILED,
        FALLBACKS_TO_OLD_FORM,
        TOKENS_REFRESHED,
        PING_TIMEOUTS,
        REQUESTS_REFUSED,
        REQUESTS_TIMED_OUT,
        SUBSCRIPTIONS_FAILED,
        NEGOTIATIONS,
        NEGOTIATIONS_REFUSED,
        ICE_RESTARTS,
        MESSAGES_UNKNOWN,
        MESSAGES_MALFORMED,
        DATA_MALFORMED,
        DATA_REFUSED,
        DATA_STREAMS_FAILED,
        MEDIA_FROM_STRANGERS,
        MEDIA_NOT_AUTHENTIC,
        MEDIA_REPEATED,
        ROOMS_LEFT,
        ROOMS_ENDED_BY_SERVER,
        ROOMS_LOST,
        FAULTS
    }

    /** Parts of a join, each from its start. */
    public enum JoinStage {
        /** Until the server's welcome. */
        WELCOME,
        /** Until the media path is up. */
        MEDIA
    }

    private final Durations joins = new Durations();
    private final LongAdder[] counts = new LongAdder[Count.values().length];

    /** All zero. */
    public RoomCounters() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    /** How often so far. */
    public long value(Count what) {
        return counts[what.ordinal()].sum();
    }

    /** All counts by their names in lower case, in alphabetical order. */
    public Map<String, Long> values() {
        Map<String, Long> all = new TreeMap<>();
        for (Count what : Count.values()) {
            all.put(what.name().toLowerCase(java.util.Locale.ROOT), value(what));
        }
        return all;
    }

    /** How long joins took, by {@link JoinStage} in lower case. */
    public Durations joins() {
        return joins;
    }

    void took(JoinStage stage, long ns) {
        joins.record(stage.name().toLowerCase(java.util.Locale.ROOT), ns);
    }

    void count(Count what) {
        counts[what.ordinal()].increment();
    }

    /** What a connection that has ended refused. */
    void countRefusals(TransportCounters ended) {
        add(Count.MEDIA_FROM_STRANGERS, ended.strangers());
        add(Count.MEDIA_NOT_AUTHENTIC, ended.srtpAuthFailed() + ended.dtlsRejected());
        add(Count.MEDIA_REPEATED, ended.srtpReplayed());
    }

    private void add(Count what, long often) {
        counts[what.ordinal()].add(often);
    }
}
