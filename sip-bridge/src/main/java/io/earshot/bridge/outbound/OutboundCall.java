package io.earshot.bridge.outbound;

import io.earshot.bridge.call.CallFacts;
import io.earshot.bridge.call.CallLog;
import io.earshot.bridge.call.CallLoop;
import io.earshot.bridge.call.MediaFigures;
import io.earshot.bridge.config.OutboundTrunk;
import io.earshot.bridge.leg.AgentLeg;
import io.earshot.bridge.leg.CallEnd;
import io.earshot.bridge.leg.DialledLeg;
import io.earshot.bridge.leg.DialledLegEvents;
import io.earshot.bridge.leg.FarLeg;
import io.earshot.bridge.leg.LegEvents;
import io.earshot.bridge.leg.TrunkEncryption;
import io.earshot.bridge.leg.Voice;
import io.earshot.bridge.log.CallMark;
import io.earshot.bridge.recording.CallRecorder;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.CallRecord;
import io.earshot.bridge.records.RecordJson;
import io.earshot.bridge.webhook.LogText;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.media.secret.SecretText;
import io.earshot.media.session.MediaUnavailableException;
import io.earshot.media.session.SessionQuality;
import io.earshot.sip.OutgoingRequest;
import io.earshot.sip.SipEndpoint;
import io.earshot.sip.SipHeader;
import io.earshot.sip.digest.DigestAccount;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call that the bridge placed: joins the called party's leg to an agent, who begins to speak when the call is answered. Confined to
 * the call's loop, but for {@link RunningCall}.
 */
final class OutboundCall implements DialledLegEvents, LegEvents, CallDirectory.RunningCall {
    private static final Logger log = LoggerFactory.getLogger(OutboundCall.class);

    /** What the call is doing. */
    private enum State {
        DIALING,
        RINGING,
        ANSWERED,
        TRANSFERRING,
        ENDED
    }

    private final CallFacts facts;
    private final MediaLoop loop;
    private final CallLoop own;
    private final OutboundDesk desk;
    private final Order order;
    private final OutboundTrunk trunk;
    private final CallLog history;
    private final DialledLeg callee;
    private final @Nullable CallRecorder recorder;
    private final FarLeg agent;
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();
    private State state = State.DIALING;
    private String transferTarget = "";

    /** @throws MediaUnavailableException when no port is free */
    OutboundCall(CallFacts facts, MediaLoop loop, OutboundDesk desk, Order order, OutboundTrunk trunk)
            throws MediaUnavailableException {
        this.facts = facts;
        this.loop = loop;
        this.own = new CallLoop(loop, facts.mark(), this::fail);
        this.desk = desk;
        this.order = order;
        this.trunk = trunk;
        boolean encrypted = trunk.transport() == OutboundTrunk.Transport.TLS;
        this.callee = new DialledLeg(
                loop, desk.desk().media(facts, loop).forTrunk(trunk.name(), TrunkEncryption.UNSAID), encrypted, this);
        this.history = new CallLog(facts, Instant.now(), loop.nowNs());
        history.tellTurns(desk.desk()::turnOver);
        this.recorder =
                desk.desk().recordings().recorder(facts.callId(), order.to(), facts.from(), trunk.name(), loop::nowNs);
        this.agent = new AgentLeg(desk.agents(order.greeting()), facts.callId(), trunk.name(), loop, this, history);
    }

    /** Sends the INVITE. */
    void dial(SipEndpoint sip, InetSocketAddress hop) {
        List<SipHeader> headers = new ArrayList<>(order.headers());
        trunk.headers().forEach((name, value) -> headers.add(new SipHeader(name, value)));
        OutgoingRequest plain = new OutgoingRequest(
                        trunk.uri(order.to()),
                        facts.from(),
                        callee.offer(),
                        headers,
                        trunk.transport().name())
                .withCallId(facts.sipCallId())
                .sentTo(hop)
                .following(this::mayFollow);
        try (CallMark.Scope _ = facts.mark().open()) {
            callee.placed(sip.call(trunk.username().isEmpty() ? plain : plain.withAccount(account()), callee));
        } catch (IllegalArgumentException e) {
            callee.discard();
            history.ended(new CallEnd.TrunkUnreachable("INVITE not sent"), loop.nowNs());
            throw e;
        }
        history.cameFrom(hop);
        if (!order.metadata().isEmpty()) {
            history.event("metadata", new String(RecordJson.bytes(order.metadata()), StandardCharsets.UTF_8));
        }
        Duration ring = order.ring() == null ? trunk.ring() : order.ring();
        after(ring.toMillis(), () -> giveUp(new CallEnd.NotAnswered()));
        log.info(
                "call {} placed: trunk={} sip={} from={} to={} trace={}",
                facts.callId(),
                trunk.name(),
                facts.sipCallId(),
                facts.from(),
                LogText.of(facts.to()),
                facts.traceId());
    }

    private DigestAccount account() {
        return new DigestAccount(
                trunk.username(), SecretText.of(trunk.password().reveal()), trunk.realm());
    }

    /** A redirection may lead to another number of the same trunk that could have been dialled, and nowhere else. */
    private boolean mayFollow(String uri) {
        String there = "@" + trunk.address().toLowerCase(Locale.ROOT);
        String plain = uri.toLowerCase(Locale.ROOT).replaceFirst(";.*", "");
        boolean may = plain.endsWith(there) && desk.dialling().wouldRefuse(uri).isEmpty() && desk.permits(trunk, uri);
        history.event(may ? "redirected" : "redirection_refused", uri);
        return may;
    }

    /** The bridge is stopping: the called party is told where that is possible, and hung up on. */
    void leave() {
        own.execute(() -> {
            if (state != State.ANSWERED || !agent.leave()) {
                giveUp(new CallEnd.ShuttingDown());
            }
        });
    }

    /** Ends the call for a reason of the bridge's own. */
    void end(CallEnd why) {
        own.execute(() -> callee.end(why));
    }

    private void giveUp(CallEnd why) {
        if (state != State.ENDED) {
            callee.end(why);
        }
    }

    // ---- what the called party's side tells

    @Override
    public void onRinging(boolean early) {
        if (state == State.DIALING) {
            become(State.RINGING);
            history.rang(loop.nowNs());
            history.event("ringing", early ? "with early media, which is not listened to" : "");
        }
    }

    @Override
    public Voice onAgreed(AudioFormat format) {
        Voice voice = agent.voice(format);
        return recorder == null
                ? voice
                : new Voice(recorder.ears(format, voice.ears()), recorder.mouth(format, voice.mouth()));
    }

    @Override
    public void onTalking(long nowNs) {
        stopTimers();
        become(State.ANSWERED);
        history.answered(nowNs);
        if (recorder != null) {
            recorder.answered();
        }
        agent.prepare();
        agent.answered(nowNs);
        after(trunk.longest().toMillis(), () -> giveUp(new CallEnd.MaximumTime()));
        desk.answered(this);
        watchCap();
    }

    /** Ends the call when the trunk's day is used up, looking again when that may be so. */
    private void watchCap() {
        double share = desk.share(trunk);
        if (share <= 0) {
            giveUp(new CallEnd.CapReached());
        } else if (share < 24 * 3_600) {
            after(Math.max(1_000, Math.round(share * 1_000)), this::watchCap);
        }
    }

    @Override
    public void onDtmf(char digit, int durationMs) {
        history.keyReceived();
        agent.onDtmf(digit, durationMs);
    }

    @Override
    public void onHold(boolean held) {
        history.event(held ? "held" : "resumed", "");
        agent.onHold(held);
    }

    @Override
    public void onTransferred(boolean done) {
        if (state != State.TRANSFERRING) {
            return;
        }
        if (done) {
            callee.end(new CallEnd.Transferred(transferTarget));
        } else {
            become(State.ANSWERED);
            history.event("transfer_failed", "");
            agent.transferFailed("the other phone refused it");
        }
    }

    @Override
    public List<SipHeader> requestHeaders() {
        return agent.requestHeaders();
    }

    @Override
    public void onLegEnded(CallEnd end) {
        CallEnd.Meaning meaning = end.meaning();
        boolean answered = state == State.ANSWERED || state == State.TRANSFERRING;
        stopTimers();
        become(State.ENDED);
        agent.end(end);
        if (recorder != null) {
            recorder.ended();
        }
        history.ended(end, loop.nowNs());
        desk.ended(this, snapshot(), answered ? "answered" : outcome(end));
        log.info(
                "call {} ended: reason={} by={} sip={} q850={}",
                facts.callId(),
                meaning.label(),
                end.by(),
                answered ? 200 : meaning.sipStatus(),
                meaning.q850());
    }

    private static String outcome(CallEnd end) {
        return switch (end) {
            case CallEnd.CalleeRefused refused when refused.sipStatus() == 486 || refused.sipStatus() == 600 -> "busy";
            case CallEnd.CalleeRefused _ -> "refused";
            case CallEnd.NotAnswered _ -> "not_answered";
            case CallEnd.DialCancelled _ -> "cancelled";
            case CallEnd.TrunkUnproved _ -> "unproved";
            case CallEnd.TrunkUnreachable _ -> "unreachable";
            default -> "failed";
        };
    }

    // ---- what the agent tells

    @Override
    public void onReady() {}

    @Override
    public void onOver(CallEnd why) {
        callee.end(why);
    }

    @Override
    public void onTransfer(String uri) {
        String refusal = desk.dialling().ask(facts.callId(), uri);
        if (refusal.isEmpty()) {
            transferTarget = uri;
            become(State.TRANSFERRING);
            history.event("transfer", uri);
            callee.transfer(uri);
        } else {
            history.event("transfer_refused", refusal);
            agent.transferFailed(refusal);
        }
    }

    @Override
    public void onSendDtmf(String digits) {
        if (callee.sendDtmf(digits)) {
            history.keysSent(digits.length());
        } else {
            log.warn("call {}: keys not sent, the called party takes no telephone events", facts.callId());
        }
    }

    // ---- for other threads

    @Override
    public String callId() {
        return facts.callId();
    }

    @Override
    public String sipCallId() {
        return facts.sipCallId();
    }

    @Override
    public String mode() {
        return facts.mode().label();
    }

    @Override
    public boolean transfer(String uri) {
        return own.ask(() -> {
            if (state != State.ANSWERED) {
                return false;
            }
            onTransfer(uri);
            return true;
        });
    }

    @Override
    public boolean hangUp(String why) {
        return own.ask(() -> {
            boolean alive = state != State.ENDED;
            boolean answered = state == State.ANSWERED || state == State.TRANSFERRING;
            callee.end(answered ? new CallEnd.EndRequested(why) : new CallEnd.DialCancelled(why));
            return alive;
        });
    }

    @Override
    public boolean recording(String action) {
        return own.ask(() -> desk.desk().recordings().control(facts.callId(), action));
    }

    @Override
    public CallRecord record() {
        return own.ask(this::snapshot);
    }

    private void fail() {
        callee.end(new CallEnd.Failed());
    }

    private void after(long millis, Runnable task) {
        timers.add(own.after(millis, task));
    }

    private void stopTimers() {
        timers.forEach(timer -> timer.cancel(false));
        timers.clear();
    }

    /** The record of now. On the loop. */
    CallRecord snapshot() {
        if (recorder != null) {
            history.recorded(recorder.told());
        }
        SessionQuality quality = callee.quality();
        NegotiatedAudio agreed = callee.agreed();
        return history.record(
                state.name().toLowerCase(Locale.ROOT),
                agreed == null ? null : MediaFigures.of(agreed),
                quality == null ? null : MediaFigures.of(quality));
    }

    private void become(State next) {
        if (state != State.ENDED) {
            state = next;
        }
    }
}
