package io.earshot.bridge.call;

import io.earshot.ai.agent.Agent;
import io.earshot.ai.agent.AgentListener;
import io.earshot.ai.agent.AgentState;
import io.earshot.ai.agent.EndReason;
import io.earshot.ai.agent.ProviderStage;
import io.earshot.ai.agent.TranscriptLine;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.bridge.config.CallsConfig;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.CallRecord;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.sip.CallListener;
import io.earshot.sip.IncomingCall;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call in direct mode: joins the caller's SIP leg to the agent and routes events between them; it holds no audio and
 * no protocol of its own. Confined to the call's loop, but for {@link RunningCall}.
 */
final class Call implements SipLegEvents, AgentListener, CallDirectory.RunningCall {
    private static final Logger log = LoggerFactory.getLogger(Call.class);

    /** What the call is doing. */
    private enum State {
        OFFERED,
        RINGING,
        ANSWERED,
        TALKING,
        TRANSFERRING,
        ENDED
    }

    private final String callId;
    private final IncomingCall sip;
    private final MediaLoop loop;
    private final CallDesk desk;
    private final CallLog history;
    private final SipLeg leg;
    private @Nullable Agent agent;
    private State state = State.OFFERED;
    private @Nullable ScheduledFuture<?> ringing;
    private String transferTarget = "";

    Call(String callId, IncomingCall sip, MediaLoop loop, CallDesk desk) {
        this.callId = callId;
        this.sip = sip;
        this.loop = loop;
        this.desk = desk;
        this.history = new CallLog(callId, sip, desk.trunk(sip), Instant.now(), loop.nowNs());
        this.leg = new SipLeg(sip, loop, desk.media(), this);
    }

    /** Takes the call up; the listener is told what the dialog does from then on. */
    CallListener begin() {
        log.info("call {} offered: sip={} from={} to={}", callId, sip.callId(), sip.fromUser(), sip.toUser());
        leg.begin();
        return leg;
    }

    /** Ends the call for a reason of the bridge's own. */
    void end(CallEnd why) {
        leg.end(why);
    }

    // ---- what the caller's side tells

    @Override
    public Voice onOffered(AudioFormat format) {
        Agent created = desk.agents().create(callId, desk.trunk(sip), format, loop, this);
        agent = created;
        if (state == State.OFFERED) {
            become(State.RINGING);
            loop.execute(() -> guarded(this::ring));
        } else {
            created.prepare();
        }
        return new Voice(created.ears(), created.mouth());
    }

    /** Prepares the agent while the phone rings, and answers when it is time. */
    private void ring() {
        if (state != State.RINGING || agent == null) {
            return;
        }
        leg.ring();
        agent.prepare();
        if (desk.calls().answer() == CallsConfig.Answer.AT_ONCE || agent.ready()) {
            answer();
        } else {
            ringing = loop.eventLoop()
                    .schedule(
                            () -> guarded(this::answer),
                            desk.calls().maximumRing().toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void onWithoutOffer() {
        become(State.RINGING);
        answer();
    }

    @Override
    public void onTalking(long nowNs) {
        become(State.TALKING);
        if (agent != null) {
            agent.answered(nowNs);
        }
    }

    @Override
    public void onDtmf(char digit, int durationMs) {
        if (agent != null) {
            agent.onDtmf(digit, durationMs);
        }
    }

    @Override
    public void onHold(boolean held) {
        log.info("call {} {}", callId, held ? "held" : "resumed");
        if (agent == null) {
            return;
        }
        if (held) {
            agent.hold();
        } else {
            agent.resume();
        }
    }

    @Override
    public void onTransferred(boolean done) {
        if (state != State.TRANSFERRING) {
            return;
        }
        if (done) {
            leg.end(new CallEnd.Transferred(transferTarget));
        } else if (agent != null) {
            become(State.TALKING);
            agent.transferFailed("the other phone refused it");
        }
    }

    @Override
    public void onLegEnded(CallEnd end) {
        CallEnd.Meaning meaning = end.meaning();
        stopRinging();
        become(State.ENDED);
        if (agent != null) {
            agent.end(agentReason(end));
        }
        history.ended(end, loop.nowNs());
        desk.ended(this, snapshot());
        log.info(
                "call {} ended: reason={} by={} sip={} q850={}",
                callId,
                meaning.label(),
                end.by(),
                meaning.sipStatus(),
                meaning.q850());
    }

    // ---- what the agent tells

    @Override
    public void onReady() {
        if (state == State.RINGING) {
            answer();
        }
    }

    @Override
    public void onState(AgentState from, AgentState to, String reason) {
        log.debug("call {} agent {} -> {}: {}", callId, from, to, reason);
    }

    @Override
    public void onTranscript(TranscriptLine line) {
        history.line(line);
    }

    @Override
    public void onTurn(TurnRecord turn) {
        history.turn(turn);
    }

    @Override
    public void onBargeIn(long silenceNs, boolean confirmed) {
        history.bargeIn(silenceNs, confirmed);
    }

    @Override
    public void onProviderFailure(ProviderStage stage, ProviderFailure failure) {
        log.warn(
                "call {} provider failed: stage={} provider={} kind={} detail={}",
                callId,
                stage,
                failure.provider(),
                failure.kind(),
                failure.detail());
        history.providerFailure(stage + " " + failure.provider() + " " + failure.kind());
    }

    @Override
    public void onHangUp(EndReason reason) {
        leg.end(
                switch (reason) {
                    case MAX_CALL_TIME -> new CallEnd.MaximumTime();
                    case PROVIDERS_FAILED -> new CallEnd.ProvidersFailed();
                    case TRANSFERRED -> new CallEnd.Transferred(transferTarget);
                    case AGENT_HUNG_UP, CALL_ENDED -> new CallEnd.AgentHungUp("finished");
                    case CALLER_SILENT -> new CallEnd.AgentHungUp("caller silent");
                });
    }

    @Override
    public void onFault(RuntimeException bug) {
        leg.end(new CallEnd.Failed());
    }

    @Override
    public void onTransfer(String uri) {
        transferTarget = uri;
        become(State.TRANSFERRING);
        leg.transfer(uri);
    }

    @Override
    public void onSendDtmf(String digits) {
        if (!leg.sendDtmf(digits)) {
            log.warn("call {}: keys not sent, the caller takes no telephone events", callId);
        }
    }

    // ---- for other threads

    @Override
    public String callId() {
        return callId;
    }

    @Override
    public String sipCallId() {
        return sip.callId();
    }

    @Override
    public CallRecord record() {
        try {
            return loop.call(this::snapshot);
        } catch (Exception e) {
            throw new IllegalStateException("the call's loop did not answer", e);
        }
    }

    private void answer() {
        if (state != State.RINGING) {
            return;
        }
        stopRinging();
        become(State.ANSWERED);
        leg.answer();
        history.answered(loop.nowNs());
    }

    /** Runs a task of our own on the loop: a bug in it ends this call and no other. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            log.error("call {} failed", callId, bug);
            leg.end(new CallEnd.Failed());
        }
    }

    private void stopRinging() {
        if (ringing != null) {
            ringing.cancel(false);
            ringing = null;
        }
    }

    private CallRecord snapshot() {
        NegotiatedAudio agreed = leg.agreed();
        return history.record(
                state.name().toLowerCase(java.util.Locale.ROOT),
                agreed == null ? null : agreed.codec().encodingName(),
                leg.quality());
    }

    private static EndReason agentReason(CallEnd end) {
        return end instanceof CallEnd.Transferred ? EndReason.TRANSFERRED : EndReason.CALL_ENDED;
    }

    private void become(State next) {
        if (state != State.ENDED) {
            state = next;
        }
    }
}
