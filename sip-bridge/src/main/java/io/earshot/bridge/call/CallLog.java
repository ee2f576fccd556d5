package io.earshot.bridge.call;

import io.earshot.ai.agent.AgentState;
import io.earshot.ai.agent.Degradation;
import io.earshot.ai.agent.ProviderStage;
import io.earshot.ai.agent.TranscriptLine;
import io.earshot.ai.latency.Stage;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.bridge.leg.AgentReports;
import io.earshot.bridge.leg.CallEnd;
import io.earshot.bridge.log.CallMarks;
import io.earshot.bridge.log.LogLevels;
import io.earshot.bridge.records.CallRecord;
import io.earshot.bridge.records.TurnTold;
import io.earshot.bridge.webhook.LogText;
import io.earshot.media.session.TransportTimes;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened in one call, gathered for its record; each list is bounded. Confined to the call's loop.
 */
public final class CallLog implements AgentReports {
    private static final Logger log = LoggerFactory.getLogger(CallLog.class);
    private static final int MAX_ENTRIES = 500;
    private static final int ANSWERED = 200;

    private final CallFacts facts;
    private final Instant startedAt;
    private final long startNs;
    private final List<CallRecord.Line> transcript = new ArrayList<>();
    private final List<CallRecord.Turn> turns = new ArrayList<>();
    private final List<CallRecord.BargeIn> bargeIns = new ArrayList<>();
    private final List<String> providerFailures = new ArrayList<>();
    private final List<CallRecord.Event> events = new ArrayList<>();
    private @Nullable String room;
    private @Nullable String livekitCallId;
    private @Nullable String participant;
    private CallRecord.@Nullable RoomAudio roomAudio;
    private CallRecord.@Nullable Recording recording;
    private final UsageLedger usage = new UsageLedger();
    private @Nullable Double ringingMs;
    private @Nullable Double answeredMs;
    private @Nullable Double endedMs;
    private String source = "";
    private int dtmfReceived;
    private int dtmfSent;
    private int turnCount;
    private int interruptions;
    private int falseInterruptions;
    private int providerFaults;
    private int fallbacks;
    private int degradations;
    private @Nullable CallEnd end;
    private Consumer<TurnTold> turnsTold = _ -> {};

    /**
     * An empty log.
     *
     * @param startNs monotonic time that belongs to {@code startedAt}
     */
    public CallLog(CallFacts facts, Instant startedAt, long startNs) {
        this.facts = facts;
        this.startedAt = startedAt;
        this.startNs = startNs;
        CallMarks.begin(facts.mark(), facts.sipCallId());
        LogLevels.PROCESS.callBegan(facts.mark(), facts.from(), facts.to());
    }

    /** Has {@code listener} told of each turn when it is over. */
    public void tellTurns(Consumer<TurnTold> listener) {
        turnsTold = listener;
    }

    /** How the transport of the room's media came up; told once it is. */
    public void connected(TransportTimes times) {
        if (times.securedNs() >= 0) {
            eventAt("ice_checking", times.checkingNs());
            eventAt("ice_connected", times.selectedNs());
            eventAt("dtls_connected", times.securedNs());
        }
    }

    private void eventAt(String name, long atNs) {
        add(events, new CallRecord.Event(name, millis(atNs), ""));
    }

    /** The facts the log began with. */
    public CallFacts facts() {
        return facts;
    }

    /** Where the INVITE came from: address and port. */
    public void cameFrom(InetSocketAddress address) {
        source = address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** 180 was sent. */
    public void rang(long nowNs) {
        ringingMs = millis(nowNs);
    }

    /** Where the call's recording is, or null. */
    public void recorded(CallRecord.@Nullable Recording where) {
        recording = where;
    }

    /** The caller pressed a key. */
    public void keyReceived() {
        dtmfReceived++;
    }

    /** We pressed keys. */
    public void keysSent(int count) {
        dtmfSent += count;
    }

    /** The call was answered. */
    public void answered(long nowNs) {
        answeredMs = millis(nowNs);
    }

    /** Something happened: a word for it, and what else there is to say (may be empty). */
    public void event(String name, String detail) {
        log.debug("call {} {}: {}", facts.callId(), name, LogText.of(detail));
        add(events, new CallRecord.Event(name, millis(System.nanoTime()), detail));
    }

    /** LiveKit's id of the call ({@code sip.callID}), empty when it has none. */
    public void livekitCall(String id) {
        livekitCallId = id.isEmpty() ? null : id;
    }

    /** The call is in a room, under that participant's sid (empty while it is not known). */
    public void joined(String roomName, String participantSid) {
        room = roomName;
        participant = participantSid;
        CallMarks.also(facts.mark(), roomName);
        event("room_joined", roomName);
    }

    /** How audio fared between the call and its room so far. */
    public void bridged(CallRecord.RoomAudio figures) {
        roomAudio = figures;
    }

    /** The call is over. */
    public void ended(CallEnd how, long nowNs) {
        end = how;
        endedMs = millis(nowNs);
        CallMarks.end(facts.mark());
    }

    @Override
    public void onState(AgentState from, AgentState to, String reason) {
        log.debug("call {} agent {} -> {}: {}", facts.callId(), from, to, reason);
    }

    @Override
    public void onTranscript(TranscriptLine line) {
        String speaker = line.speaker().name().toLowerCase(Locale.ROOT);
        add(transcript, new CallRecord.Line(speaker, line.heard(), millis(line.startNs()), line.interrupted()));
    }

    @Override
    public void onTurn(TurnRecord turn) {
        turnCount++;
        Map<String, Double> stages = new LinkedHashMap<>();
        for (Stage stage : Stage.values()) {
            if (!stage.optional() || turn.stageNs(stage) > 0) {
                stages.put(stage.label(), turn.stageNs(stage) / 1e6);
            }
        }
        CallRecord.Turn over = new CallRecord.Turn(
                turn.turn(),
                turn.turnClass().label(),
                millis(turn.startNs()),
                turn.totalNs() / 1e6,
                stages,
                turn.unexplainedNs() / 1e6);
        add(turns, over);
        turnsTold.accept(
                new TurnTold(facts.callId(), facts.traceId(), facts.trace().parentText(), startedAt, over));
    }

    @Override
    public void onBargeIn(long silenceNs, boolean confirmed) {
        interruptions += confirmed ? 1 : 0;
        falseInterruptions += confirmed ? 0 : 1;
        event("barge_in", confirmed ? "confirmed" : "false alarm");
        add(bargeIns, new CallRecord.BargeIn(silenceNs / 1e6, confirmed));
    }

    @Override
    public void onProviderFailure(ProviderStage stage, ProviderFailure failure) {
        log.warn(
                "call {} provider failed: stage={} provider={} kind={} detail={}",
                facts.callId(),
                stage,
                failure.provider(),
                failure.kind(),
                failure.detail());
        providerFaults++;
        event("provider_failure", stage + " " + failure.provider() + " " + failure.kind());
        add(providerFailures, stage + " " + failure.provider() + " " + failure.kind());
    }

    @Override
    public void onDegraded(Degradation step, String cause) {
        log.info("call {} degraded: step={} cause={}", facts.callId(), step.label(), cause);
        fallbacks += step == Degradation.FALLBACK ? 1 : 0;
        degradations++;
        event("degraded", step.label() + " " + cause);
    }

    @Override
    public void onUsage(ProviderStage stage, String provider, Unit unit, double amount) {
        usage.add(stage, provider, unit, amount);
    }

    /**
     * The record of now.
     *
     * @param state what the call is doing
     * @param media how audio is carried, or null before that is agreed
     * @param quality figures of the trunk, or null without media
     */
    public CallRecord record(String state, CallRecord.@Nullable Media media, CallRecord.@Nullable Quality quality) {
        return new CallRecord(
                facts.callId(),
                facts.sipCallId(),
                facts.traceId(),
                facts.trace().parentText(),
                livekitCallId,
                facts.from(),
                facts.to(),
                facts.trunk(),
                facts.mode().label(),
                facts.direction().label(),
                room,
                participant,
                startedAt,
                answeredMs,
                endedMs,
                state,
                end == null ? null : end(end, answeredMs != null),
                media == null ? null : media.received(),
                transcript,
                turns,
                bargeIns,
                providerFailures,
                events,
                quality,
                roomAudio,
                signalling(),
                media,
                new CallRecord.Figures(
                        turnCount,
                        interruptions,
                        falseInterruptions,
                        providerFaults,
                        fallbacks,
                        degradations,
                        StageFigures.of(turns)),
                usage.lines(),
                recording,
                CallRecord.Origin.NONE);
    }

    private CallRecord.Signalling signalling() {
        Double answered = answeredMs;
        Double ended = endedMs;
        Double first = ringingMs != null ? ringingMs : answered != null ? answered : ended;
        boolean dialled = !source.isEmpty();
        return new CallRecord.Signalling(
                dialled ? source : null,
                ringingMs,
                dialled ? first : null,
                dialled ? answered : null,
                answered != null && ended != null ? ended - answered : null,
                dtmfReceived,
                dtmfSent);
    }

    private static CallRecord.End end(CallEnd how, boolean answered) {
        CallEnd.Meaning meaning = how.meaning();
        String detail = switch (how) {
            case CallEnd.AgentHungUp agent -> agent.why();
            case CallEnd.Transferred transferred -> transferred.target();
            case CallEnd.Refused refused -> refused.why();
            case CallEnd.RoomUnavailable unavailable -> unavailable.why();
            case CallEnd.RoomEnded room -> room.end().cause();
            case CallEnd.EndRequested requested -> requested.why();
            case CallEnd.CalleeRefused refused -> refused.phrase();
            case CallEnd.DialCancelled cancelled -> cancelled.why();
            case CallEnd.TrunkUnproved unproved -> unproved.why();
            case CallEnd.TrunkUnreachable unreachable -> unreachable.why();
            default -> "";
        };
        int status = answered ? ANSWERED : meaning.sipStatus();
        return new CallRecord.End(meaning.label(), how.by(), detail, status, meaning.q850(), meaning.livekitReason());
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
