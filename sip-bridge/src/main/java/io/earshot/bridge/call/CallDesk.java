package io.earshot.bridge.call;

import io.earshot.bridge.config.CallsConfig;
import io.earshot.bridge.leg.CallEnd;
import io.earshot.bridge.leg.MediaDesk;
import io.earshot.bridge.log.CallMark;
import io.earshot.bridge.log.CallMarks;
import io.earshot.bridge.recording.RecordingDesk;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.CallRecord;
import io.earshot.bridge.records.TurnTold;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.sip.Admission;
import io.earshot.sip.CallExecutors;
import io.earshot.sip.CallListener;
import io.earshot.sip.IncomingCall;
import io.earshot.sip.IncomingCallHandler;
import io.earshot.sip.SipHeader;
import io.earshot.sip.SipStatus;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes calls from the SIP endpoint: decides on admission, gives each call its loop and creates it. Thread-safe: SIP's
 * transport threads ask for admission and loops, everything else runs on the call's loop.
 */
public final class CallDesk implements IncomingCallHandler, CallExecutors, Admission {
    private static final int CHALLENGE = 407;
    private static final CallListener NOBODY = new CallListener() {};
    private static final char[] ID_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ".toCharArray();

    private final Supplier<CallsConfig> calls;
    private final MediaLoops loops;
    private final Supplier<MediaDesk> media;
    private final Reception reception;
    private final CallDirectory directory;
    private final Map<String, Call> running = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final List<Gatekeeper> gatekeepers;
    private final RefusalCounters refusals;
    private final RefusalLog refusalLog = new RefusalLog(System::nanoTime);
    private final DialGate dialling;
    private volatile CallWatch watch = CallWatch.NOBODY;
    private volatile RecordingDesk recordings = RecordingDesk.none();
    private volatile boolean draining;

    /** A desk that refuses calls only while it drains and when it is full. */
    public CallDesk(
            Supplier<CallsConfig> calls,
            MediaLoops loops,
            Supplier<MediaDesk> media,
            Reception reception,
            CallDirectory directory) {
        this(calls, loops, media, reception, directory, List.of(), new RefusalCounters(), DialGate.OPEN);
    }

    /**
     * A desk without calls.
     *
     * @param calls which calls are taken, asked at each call
     * @param media opens media, asked once a call
     * @param reception decides where calls go
     * @param gatekeepers asked in this order after draining and before capacity
     * @param refusals counts what is refused
     * @param dialling asked before a call is sent elsewhere
     */
    public CallDesk(
            Supplier<CallsConfig> calls,
            MediaLoops loops,
            Supplier<MediaDesk> media,
            Reception reception,
            CallDirectory directory,
            List<Gatekeeper> gatekeepers,
            RefusalCounters refusals,
            DialGate dialling) {
        this.calls = calls;
        this.loops = loops;
        this.media = media;
        this.reception = reception;
        this.directory = directory;
        this.refusals = refusals;
        this.dialling = dialling;
        List<Gatekeeper> inOrder = new ArrayList<>(List.of(this::whileDraining));
        inOrder.addAll(gatekeepers);
        inOrder.add(this::whenFull);
        this.gatekeepers = List.copyOf(inOrder);
    }

    /** Refuses new calls from now on; running ones go on. */
    public void drain() {
        draining = true;
    }

    /** Takes new calls again. */
    public void open() {
        draining = false;
    }

    /** Says goodbye in every running call, and ends it. */
    public void leaveAll() {
        running.values().forEach(call -> loopOf(call.sipCallId()).execute(call::leave));
    }

    /** Which calls are taken now. */
    public CallsConfig settings() {
        return calls.get();
    }

    /** Why new calls are refused now; empty while they are taken. */
    public String refusal() {
        if (draining) {
            return "draining";
        }
        int maximum = calls.get().maximum();
        return directory.runningCount() >= maximum ? "all " + maximum + " calls in use" : "";
    }

    /** Ends every running call. */
    public void endAll(CallEnd why) {
        running.values().forEach(call -> loopOf(call.sipCallId()).execute(() -> call.end(why)));
    }

    @Override
    public Decision decide(Newcomer newcomer) {
        InviteFacts facts = InviteFacts.of(newcomer, directory.runningCount());
        for (Gatekeeper gatekeeper : gatekeepers) {
            Gatekeeper.Refusal refusal = gatekeeper.refuse(facts);
            if (refusal != null) {
                if (facts.isInvite()) {
                    refusals.count(refusal.reason());
                    noteRefused(newcomer, refusal);
                }
                return decision(refusal);
            }
        }
        return new Decision.Accept();
    }

    private static Decision decision(Gatekeeper.Refusal refusal) {
        if (refusal.silent()) {
            return new Decision.Drop();
        }
        String seconds = Long.toString(refusal.retryAfter().toSeconds());
        return new Decision.Refuse(
                refusal.status(),
                refusal.retryAfter().isZero() ? List.of() : List.of(new SipHeader("Retry-After", seconds)));
    }

    private Gatekeeper.@Nullable Refusal whileDraining(InviteFacts invite) {
        return draining ? unavailable("draining") : null;
    }

    private Gatekeeper.@Nullable Refusal whenFull(InviteFacts invite) {
        return invite.calls() >= calls.get().maximum() ? unavailable("capacity") : null;
    }

    private Gatekeeper.Refusal unavailable(String reason) {
        return Gatekeeper.Refusal.of(
                reason, SipStatus.SERVICE_UNAVAILABLE, calls.get().retryAfter());
    }

    @Override
    public Executor executorFor(String callId) {
        Executor loop = loopOf(callId)::execute;
        return task -> loop.execute(() -> marked(callId, task));
    }

    @Override
    public CallListener onCall(IncomingCall sip) {
        String callId = newId();
        switch (reception.receive(callId, sip)) {
            case Reception.Welcome.Taken taken -> {
                return take(callId, sip, taken);
            }
            case Reception.Welcome.Refused refused -> {
                noteRefused(callId, sip, refused);
                sip.reject(refused.status(), refused.headers());
            }
            case Reception.Welcome.Redirected elsewhere -> sip.redirect(elsewhere.uri());
        }
        return NOBODY;
    }

    /** A challenge (407) is no refusal: the caller comes again with its proof. */
    private void noteRefused(String callId, IncomingCall sip, Reception.Welcome.Refused refused) {
        if (refused.status().code() != CHALLENGE) {
            directory.refused(
                    refused.reason(),
                    () -> refused(
                            CallFacts.of(callId, sip, DirectReception.trunk(sip), CallMode.DIRECT),
                            sip.remoteAddress(),
                            refused.status(),
                            refused.reason()));
        }
    }

    /** On a thread of SIP's: there is no call yet. Whoever gets no answer gets no record either. */
    private void noteRefused(Newcomer newcomer, Gatekeeper.Refusal refusal) {
        if (!refusal.silent() && refusal.status().code() != CHALLENGE) {
            directory.refused(
                    refusal.reason(),
                    () -> refused(
                            CallFacts.ofNewcomer(newId(), newcomer),
                            newcomer.source(),
                            refusal.status(),
                            refusal.reason()));
        }
    }

    private static CallRecord refused(CallFacts facts, InetSocketAddress source, SipStatus status, String reason) {
        long nowNs = System.nanoTime();
        CallLog history = new CallLog(facts, Instant.now(), nowNs);
        history.cameFrom(source);
        history.ended(new CallEnd.Refused(status.code(), reason), nowNs);
        return history.record("refused", null, null);
    }

    private CallListener take(String callId, IncomingCall sip, Reception.Welcome.Taken welcome) {
        CallFacts facts = CallFacts.of(callId, sip, welcome.trunk(), welcome.mode());
        Call call = new Call(facts, sip, loopOf(sip.callId()), this, welcome);
        running.put(call.callId(), call);
        directory.add(call);
        try (CallMark.Scope _ = facts.mark().open()) {
            return call.begin();
        }
    }

    /** The loop of the call with that Call-ID. */
    public MediaLoop loopFor(String sipCallId) {
        return loopOf(sipCallId);
    }

    /** A call is over. */
    void ended(Call call, CallRecord last) {
        running.remove(call.callId());
        reception.ended(call.callId());
        directory.end(call, last);
    }

    /** A call is refused because of its encryption, or the lack of it. */
    void refusedUnprotected(CallFacts facts, String why) {
        refusals.count("encryption");
        refusalLog.line("call %s refused with 488 (encryption): trunk=%s from=%s to=%s sip=%s: %s"
                .formatted(facts.callId(), facts.trunk(), facts.from(), facts.to(), facts.sipCallId(), why));
    }

    /** A turn of a call that goes on is over. On its loop. */
    public void turnOver(TurnTold turn) {
        directory.turn(turn);
    }

    /** Something happened to a call that goes on. */
    void progress(String event, Supplier<CallRecord> record) {
        directory.progress(event, record);
    }

    /** Asked before a call is sent elsewhere. */
    DialGate dialling() {
        return dialling;
    }

    /** Opens media for a call, as configured now and watched: a call asks once. */
    public MediaDesk media(CallFacts facts, MediaLoop loop) {
        return media.get().tapped(watch.tapOf(facts, loop));
    }

    /** From now on calls are recorded as {@code who} says. Before the first call. */
    public void recordedBy(RecordingDesk who) {
        recordings = who;
    }

    /** Who records calls. */
    public RecordingDesk recordings() {
        return recordings;
    }

    /** From now on {@code watch} looks on while calls run. Before the first call. */
    public void watchedBy(CallWatch who) {
        watch = who;
    }

    /** Runs an event of a dialog: what it logs names the call. */
    private static void marked(String sipCallId, Runnable task) {
        CallMark mark = CallMarks.find(sipCallId);
        if (mark == null) {
            task.run();
        } else {
            mark.run(task);
        }
    }

    private MediaLoop loopOf(String callId) {
        return loops.all()
                .get(Math.floorMod(spread(callId.hashCode()), loops.all().size()));
    }

    private static int spread(int hash) {
        return (hash * 0x9E3779B9) >>> 16;
    }

    /** An id for a call. */
    public String newId() {
        StringBuilder id = new StringBuilder("EC_");
        for (int i = 0; i < 12; i++) {
            id.append(ID_LETTERS[random.nextInt(ID_LETTERS.length)]);
        }
        return id.toString();
    }
}
