package io.earshot.bridge.call;

import io.earshot.ai.agent.TranscriptLine;
import io.earshot.ai.latency.Stage;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.bridge.records.CallRecord;
import io.earshot.media.session.SessionQuality;
import io.earshot.sip.IncomingCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one call, gathered for its record; each list is bounded. Confined to the call's loop.
 */
final class CallLog {
    private static final int MAX_ENTRIES = 500;

    private final String callId;
    private final IncomingCall sip;
    private final String trunk;
    private final Instant startedAt;
    private final long startNs;
    private final List<CallRecord.Line> transcript = new ArrayList<>();
    private final List<CallRecord.Turn> turns = new ArrayList<>();
    private final List<CallRecord.BargeIn> bargeIns = new ArrayList<>();
    private final List<String> providerFailures = new ArrayList<>();
    private @Nullable Double answeredMs;
    private @Nullable Double endedMs;
    private @Nullable CallEnd end;

    CallLog(String callId, IncomingCall sip, String trunk, Instant startedAt, long startNs) {
        this.callId = callId;
        this.sip = sip;
        this.trunk = trunk;
        this.startedAt = startedAt;
        this.startNs = startNs;
    }

    void answered(long nowNs) {
        answeredMs = millis(nowNs);
    }

    void ended(CallEnd how, long nowNs) {
        end = how;
        endedMs = millis(nowNs);
    }

    void line(TranscriptLine line) {
        String speaker = line.speaker().name().toLowerCase(Locale.ROOT);
        add(transcript, new CallRecord.Line(speaker, line.heard(), millis(line.startNs()), line.interrupted()));
    }

    void turn(TurnRecord turn) {
        Map<String, Double> stages = new LinkedHashMap<>();
        for (Stage stage : Stage.values()) {
            if (!stage.optional() || turn.stageNs(stage) > 0) {
                stages.put(stage.label(), turn.stageNs(stage) / 1e6);
            }
        }
        add(
                turns,
                new CallRecord.Turn(
                        turn.turn(),
                        turn.turnClass().label(),
                        millis(turn.startNs()),
                        turn.totalNs() / 1e6,
                        stages,
                        turn.unexplainedNs() / 1e6));
    }

    void bargeIn(long silenceNs, boolean confirmed) {
        add(bargeIns, new CallRecord.BargeIn(silenceNs / 1e6, confirmed));
    }

    void providerFailure(String what) {
        add(providerFailures, what);
    }

    CallRecord record(String state, @Nullable String codec, @Nullable SessionQuality quality) {
        return new CallRecord(
                callId,
                sip.callId(),
                sip.fromUri(),
                sip.toUri(),
                trunk,
                startedAt,
                answeredMs,
                endedMs,
                state,
                end == null ? null : end(end),
                codec,
                transcript,
                turns,
                bargeIns,
                providerFailures,
                quality == null ? null : MediaFigures.of(quality));
    }

    private static CallRecord.End end(CallEnd how) {
        CallEnd.Meaning meaning = how.meaning();
        String detail = switch (how) {
            case CallEnd.AgentHungUp agent -> agent.why();
            case CallEnd.Transferred transferred -> transferred.target();
            case CallEnd.Refused refused -> refused.why();
            default -> "";
        };
        return new CallRecord.End(
                meaning.label(), how.by(), detail, meaning.sipStatus(), meaning.q850(), meaning.livekitReason());
    }

    private double millis(long atNs) {
        return (atNs - startNs) / 1e6;
    }

    private static <T> void add(List<T> list, T entry) {
        if (list.size() == MAX_ENTRIES) {
            list.removeFirst();
        }
        list.add(entry);
    }
}
