package io.earshot.bridge.room;

import io.earshot.bridge.call.CallIds;
import io.earshot.bridge.call.DialGate;
import io.earshot.bridge.config.CallsConfig;
import io.earshot.bridge.config.RoomModeConfig;
import io.earshot.bridge.leg.AgentDesk;
import io.earshot.bridge.leg.CallEnd;
import io.earshot.bridge.leg.RoomDoor;
import io.earshot.bridge.livekit.LiveKitDesk;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.TurnTold;
import io.earshot.bridge.webhook.Correlation;
import io.earshot.bridge.webhook.LogText;
import io.earshot.bridge.webhook.Outcome;
import io.earshot.bridge.webhook.WebhookHandler;
import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.webhook.EventType;
import io.earshot.livekit.webhook.WebhookEvent;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import livekit.LivekitModels.ParticipantInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings agents into rooms, one a room. On this node a room is taken before anything else is done; against other nodes the server's list
 * of participants is asked before joining, and whoever still finds another agent on joining leaves unheard. Thread-safe: calls run on their
 * loops, requests to the server on threads of their own.
 */
public final class RoomDesk implements WebhookHandler, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RoomDesk.class);
    /** An event younger than this is believed even when the server cannot be asked. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final RoomDoor door;
    private final MediaLoops loops;
    private final Supplier<AgentDesk> agents;
    private final CallDirectory directory;
    private final DialGate dialling;
    private final Admission admission;
    private final Errands errands;
    private final AgentNames names;
    private final LiveKitDesk livekit;
    private final CallIds ids = new CallIds();
    private final RoomModeCounters counters = new RoomModeCounters();
    private final Map<String, RoomCall> running = new ConcurrentHashMap<>();
    private volatile RoomTerms terms;

    /**
     * A desk that has brought nobody anywhere yet.
     *
     * @param calls which calls are taken, asked at each call
     * @param agents makes agents, asked once a call
     */
    public RoomDesk(
            LiveKitDesk livekit,
            RoomDoor door,
            Supplier<CallsConfig> calls,
            MediaLoops loops,
            Supplier<AgentDesk> agents,
            CallDirectory directory) {
        this(livekit, door, calls, loops, agents, directory, DialGate.OPEN);
    }

    /**
     * The same.
     *
     * @param dialling asked before a caller is transferred
     */
    public RoomDesk(
            LiveKitDesk livekit,
            RoomDoor door,
            Supplier<CallsConfig> calls,
            MediaLoops loops,
            Supplier<AgentDesk> agents,
            CallDirectory directory,
            DialGate dialling) {
        this.dialling = dialling;
        this.livekit = livekit;
        this.terms = RoomTerms.of(livekit);
        this.door = door;
        this.loops = loops;
        this.agents = agents;
        this.directory = directory;
        this.admission = new Admission(() -> calls.get().maximum(), directory::runningCount);
        this.errands = new Errands(livekit.api());
        this.names = new AgentNames(terms.settings().identity());
    }

    DialGate dialling() {
        return dialling;
    }

    /** Brings no more agents anywhere; those in rooms go on. */
    public void drain() {
        admission.close();
    }

    /** From now on no agent is brought anywhere while {@code overload}, asked each time, says why. Before the first event. */
    public void heed(Supplier<String> overload) {
        admission.heed(overload);
    }

    /** Why no agent is brought anywhere now; empty while they are. */
    public String refusal() {
        return admission.refusal();
    }

    /** How busy this node is, as a share of the calls it takes. */
    public double load() {
        return admission.load();
    }

    /** Rooms with an agent of this node, or about to have one. */
    public int roomCount() {
        return admission.taken();
    }

    /** What was counted. */
    public RoomModeCounters counters() {
        return counters;
    }

    /** Brings agents again. */
    public void open() {
        admission.open();
    }

    /** Has every agent in a room say goodbye and end its call. */
    public void leaveAll() {
        running.values().forEach(call -> call.loop().execute(call::leave));
    }

    /** Ends every call in a room. */
    public void endAll(CallEnd why) {
        running.values().forEach(call -> call.loop().execute(() -> call.end(why)));
    }

    /** Waits a moment for calls that are ending, and for what the server is still to be told. */
    @Override
    public void close() {
        admission.close();
        long deadlineNs = System.nanoTime() + LONGEST_CLOSE.toNanos();
        while (!running.isEmpty() && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
        errands.close();
    }

    // ---- webhooks

    @Override
    public String refusal(WebhookEvent event) {
        Admission.Obstacle obstacle = asksForAgent(event) ? admission.obstacle() : null;
        if (obstacle == null) {
            return "";
        }
        counters.declined(obstacle);
        return obstacle.label();
    }

    @Override
    public Outcome onEvent(WebhookEvent event, Correlation call) {
        return switch (event.type()) {
            case ROOM_STARTED, PARTICIPANT_JOINED -> asksForAgent(event) ? bring(event) : Outcome.IGNORED;
            // A room tells its participants itself and sooner.
            case PARTICIPANT_LEFT, PARTICIPANT_CONNECTION_ABORTED, ROOM_FINISHED, TRACK_PUBLISHED, TRACK_UNPUBLISHED ->
                Outcome.IGNORED;
            // Recordings and streams are not the agent's business.
            case EGRESS_STARTED, EGRESS_UPDATED, EGRESS_ENDED, INGRESS_STARTED, INGRESS_ENDED -> Outcome.IGNORED;
            case UNKNOWN -> Outcome.IGNORED;
        };
    }

    private boolean asksForAgent(WebhookEvent event) {
        RoomTerms now = terms();
        if (now.settings().start() != RoomModeConfig.Start.WEBHOOK
                || event.room() == null
                || !now.rooms().matches(event.room().name())) {
            return false;
        }
        return switch (now.settings().joinOn()) {
            case ROOM_STARTED -> event.type() == EventType.ROOM_STARTED;
            case CALLER_JOINED ->
                event.type() == EventType.PARTICIPANT_JOINED
                        && event.participant() != null
                        && now.callers().isCaller(event.participant().kind());
        };
    }

    private Outcome bring(WebhookEvent event) {
        String room = event.room() == null ? "" : event.room().name();
        if (!admission.take(room)) {
            return Outcome.IGNORED;
        }
        RoomTask task = task(room, "", "");
        errands.run("look into room " + LogText.of(room), () -> look(task, event.createdAt()));
        return Outcome.HANDLED;
    }

    /** Asks the server who is in the room: the event may be old, or another node was quicker. On a thread of its own. */
    private void look(RoomTask task, Instant createdAt) {
        List<ParticipantInfo> there;
        try {
            there = errands.participants(task.room());
        } catch (ApiException unknown) {
            boolean fresh = Duration.between(createdAt, Instant.now()).compareTo(FRESH) < 0;
            log.warn(
                    "call {}: room {} could not be looked into, {}: {}",
                    task.callId(),
                    LogText.of(task.room()),
                    fresh ? "joining all the same" : "not joining",
                    unknown.getMessage());
            if (fresh) {
                start(task, TaskListener.NONE);
            } else {
                release(task, RoomOutcome.NOT_JOINED);
            }
            return;
        }
        if (there.stream().anyMatch(one -> names.isOurs(one.getIdentity()))) {
            release(task, RoomOutcome.REDUNDANT);
        } else if (terms().settings().joinOn() == RoomModeConfig.JoinOn.CALLER_JOINED
                && there.stream()
                        .noneMatch(
                                one -> terms().callers().isCaller(one.getKind().name()))) {
            release(task, RoomOutcome.NO_CALLER);
        } else {
            start(task, TaskListener.NONE);
        }
    }

    private void release(RoomTask task, RoomOutcome outcome) {
        admission.release(task.room());
        counters.count(outcome);
        log.info("call {}: no agent into room {}: {}", task.callId(), LogText.of(task.room()), outcome.label());
    }

    // ---- jobs

    /** A task for a room that is taken; what it is for is the caller's to say. */
    RoomTask task(String room, String caller, String jobId) {
        return new RoomTask(ids.next(), room, names.next(), caller, jobId, null);
    }

    Admission admission() {
        return admission;
    }

    /** Joins a room that was taken. Any thread. */
    void start(RoomTask task, TaskListener listener) {
        MediaLoop loop = loopOf(task.room());
        RoomCall call = new RoomCall(task, loop, this, listener);
        running.put(task.callId(), call);
        loop.execute(call::begin);
    }

    /** Ends the call of a job, if it runs. */
    void endJob(String jobId, CallEnd why) {
        running.values().stream()
                .filter(call -> call.task().jobId().equals(jobId))
                .forEach(call -> call.loop().execute(() -> call.end(why)));
    }

    // ---- for calls, on their loops

    RoomDoor door() {
        return door;
    }

    /** What is configured now: a call asks once. */
    RoomTerms terms() {
        RoomTerms known = terms;
        if (!known.settings().equals(livekit.config().room())) {
            known = RoomTerms.of(livekit);
            terms = known;
        }
        return known;
    }

    AgentDesk agents() {
        return agents.get();
    }

    boolean isOurs(String identity) {
        return names.isOurs(identity);
    }

    /** A caller is there: from now on it is a call. */
    void serving(RoomCall call) {
        directory.add(call);
        directory.progress("started", call::snapshot);
        admission.serving(call.task().room());
    }

    /** A turn of a call that goes on is over. */
    void turnOver(TurnTold turn) {
        directory.turn(turn);
    }

    /** The caller hears the agent from now on. */
    void answered(RoomCall call) {
        directory.progress("answered", call::snapshot);
    }

    /** The caller is to be transferred. */
    void transfer(RoomCall call, String identity, String uri) {
        errands.run("transfer call " + call.callId(), () -> {
            String refusal = errands.transfer(call.task().room(), identity, uri);
            call.loop().execute(() -> call.transferred(refusal));
        });
    }

    /** The agent has left. */
    void over(RoomCall call, RoomOutcome outcome, CallEnd why, boolean alone, TaskListener listener) {
        RoomTask task = call.task();
        running.remove(task.callId());
        admission.release(task.room());
        counters.count(outcome);
        if (outcome == RoomOutcome.SERVED) {
            directory.end(call, call.snapshot());
            tidy(call, why, alone);
        }
        log.info(
                "call {} left room {}: outcome={} reason={} by={} livekit={}",
                task.callId(),
                LogText.of(task.room()),
                outcome.label(),
                why.meaning().label(),
                why.by(),
                why.meaning().livekitReason());
        boolean bad = why instanceof CallEnd.Failed || why instanceof CallEnd.RoomEnded;
        listener.onOver(task, !bad, why.meaning().label());
    }

    private void tidy(RoomCall call, CallEnd why, boolean alone) {
        Leftovers left = Leftovers.of(why);
        String identity = call.caller() == null ? "" : call.caller().identity();
        if (left != Leftovers.NONE && alone && call.terms().settings().deleteRoom()) {
            errands.run(
                    "delete room of call " + call.callId(),
                    () -> errands.deleteRoom(call.task().room()));
        } else if (left == Leftovers.CALLER) {
            errands.run(
                    "hang up call " + call.callId(),
                    () -> errands.remove(call.task().room(), identity));
        }
    }

    private MediaLoop loopOf(String room) {
        int spread = (room.hashCode() * 0x9E3779B9) >>> 16;
        return loops.all().get(Math.floorMod(spread, loops.all().size()));
    }
}
