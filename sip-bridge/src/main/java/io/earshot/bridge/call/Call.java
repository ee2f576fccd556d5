package io.earshot.bridge.call;

import io.earshot.bridge.leg.CallEnd;
import io.earshot.bridge.leg.FarLeg;
import io.earshot.bridge.leg.LegEvents;
import io.earshot.bridge.leg.SipLeg;
import io.earshot.bridge.leg.SipLegEvents;
import io.earshot.bridge.leg.Voice;
import io.earshot.bridge.recording.CallRecorder;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.CallRecord;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.media.session.SessionQuality;
import io.earshot.sip.CallListener;
import io.earshot.sip.IncomingCall;
import io.earshot.sip.SipHeader;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call that came in by SIP: joins the caller's leg to a far leg and routes events between them; it holds no audio and
 * no protocol of its own. Confined to the call's loop, but for {@link RunningCall}.
 */
final class Call implements SipLegEvents, LegEvents, CallDirectory.RunningCall {
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

    private final CallFacts facts;
    private final MediaLoop loop;
    private final CallLoop own;
    private final CallDesk desk;
    private final Reception.Ringing answering;
    private final CallLog history;
    private final SipLeg caller;
    private final @Nullable CallRecorder recorder;
    private final FarLeg far;
    private State state = State.OFFERED;
    private @Nullable ScheduledFuture<?> ringing;
    private String transferTarget = "";

    Call(CallFacts facts, IncomingCall sip, MediaLoop loop, CallDesk desk, Reception.Welcome.Taken welcome) {
        this.facts = facts;
        this.loop = loop;
        this.own = new CallLoop(loop, facts.mark(), this::fail);
        this.desk = desk;
        this.answering = welcome.ringing();
        this.history = new CallLog(facts, Instant.now(), loop.nowNs());
        history.cameFrom(sip.remoteAddress());
        history.tellTurns(desk::turnOver);
        this.caller =
                new SipLeg(sip, loop, desk.media(facts, loop).forTrunk(facts.trunk(), welcome.encryption()), this);
        this.recorder =
                desk.recordings().recorder(facts.callId(), sip.toUser(), sip.fromUser(), facts.trunk(), loop::nowNs);
        this.far = welcome.far().make(facts, loop, this, history);
    }

    /** Takes the call up; the listener is told what the dialog does from then on. */
    CallListener begin() {
        log.atLevel(facts.mode().level())
                .log(
                        "call {} offered: mode={} sip={} from={} to={} trace={}",
                        facts.callId(),
                        facts.mode().label(),
                        facts.sipCallId(),
                        facts.from(),
                        facts.to(),
                        facts.traceId());
        desk.progress("started", this::snapshot);
        caller.begin();
        return caller;
    }

    /** The bridge is stopping: the caller is told where that is possible, and hung up on. */
    void leave() {
        if (state != State.TALKING || !far.leave()) {
            caller.end(new CallEnd.ShuttingDown());
        }
    }

    /** Ends the call for a reason of the bridge's own. */
    void end(CallEnd why) {
        own.run(() -> caller.end(why));
    }

    // ---- what the caller's side tells

    @Override
    public Voice onOffered(AudioFormat format) {
        Voice voice = recorded(far.voice(format), format);
        if (state == State.OFFERED) {
            become(State.RINGING);
            own.execute(this::ring);
        } else {
            far.prepare();
        }
        return voice;
    }

    private Voice recorded(Voice voice, AudioFormat format) {
        return recorder == null
                ? voice
                : new Voice(recorder.ears(format, voice.ears()), recorder.mouth(format, voice.mouth()));
    }

    /** Prepares the far leg while the phone rings, and answers when it is time. */
    private void ring() {
        if (state != State.RINGING) {
            return;
        }
        caller.ring();
        history.rang(loop.nowNs());
        history.event("ringing", "");
        far.prepare();
        if (answering.atOnce() || far.ready()) {
            answer();
        } else if (answering.atLatest().isPositive()) {
            ringing = own.after(answering.atLatest().toMillis(), this::answer);
        }
    }

    @Override
    public void onUnprotected(String why) {
        desk.refusedUnprotected(facts, why);
    }

    @Override
    public void onWithoutOffer() {
        become(State.RINGING);
        answer();
    }

    @Override
    public void onTalking(long nowNs) {
        become(State.TALKING);
        history.event("acknowledged", "");
        far.answered(nowNs);
    }

    @Override
    public void onDtmf(char digit, int durationMs) {
        history.keyReceived();
        far.onDtmf(digit, durationMs);
    }

    @Override
    public void onHold(boolean held) {
        log.info("call {} {}", facts.callId(), held ? "held" : "resumed");
        history.event(held ? "held" : "resumed", "");
        far.onHold(held);
    }

    @Override
    public void onTransferred(boolean done) {
        if (state != State.TRANSFERRING) {
            return;
        }
        if (done) {
            caller.end(new CallEnd.Transferred(transferTarget));
        } else {
            desk.dialling().over(facts.callId());
            become(State.TALKING);
            history.event("transfer_failed", "");
            far.transferFailed("the other phone refused it");
        }
    }

    @Override
    public List<SipHeader> answerHeaders() {
        return far.answerHeaders();
    }

    @Override
    public List<SipHeader> requestHeaders() {
        return far.requestHeaders();
    }

    @Override
    public void onLegEnded(CallEnd end) {
        CallEnd.Meaning meaning = end.meaning();
        stopRinging();
        become(State.ENDED);
        desk.dialling().over(facts.callId());
        far.end(end);
        if (recorder != null) {
            recorder.ended();
        }
        history.ended(end, loop.nowNs());
        desk.ended(this, snapshot());
        log.atLevel(facts.mode().level())
                .log(
                        "call {} ended: reason={} by={} sip={} q850={}",
                        facts.callId(),
                        meaning.label(),
                        end.by(),
                        meaning.sipStatus(),
                        meaning.q850());
    }

    // ---- what the far side tells

    @Override
    public void onReady() {
        if (state == State.RINGING) {
            answer();
        }
    }

    @Override
    public void onOver(CallEnd why) {
        caller.end(why);
    }

    @Override
    public void onTransfer(String uri) {
        String refusal = desk.dialling().ask(facts.callId(), uri);
        if (refusal.isEmpty()) {
            transferTarget = uri;
            become(State.TRANSFERRING);
            history.event("transfer", uri);
            caller.transfer(uri);
        } else {
            history.event("transfer_refused", refusal);
            far.transferFailed(refusal);
        }
    }

    @Override
    public void onSendDtmf(String digits) {
        if (caller.sendDtmf(digits)) {
            history.keysSent(digits.length());
        } else {
            log.warn("call {}: keys not sent, the caller takes no telephone events", facts.callId());
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
            if (state != State.TALKING) {
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
            caller.end(new CallEnd.EndRequested(why));
            return alive;
        });
    }

    @Override
    public boolean recording(String action) {
        return own.ask(() -> desk.recordings().control(facts.callId(), action));
    }

    @Override
    public CallRecord record() {
        return own.ask(this::snapshot);
    }

    private void answer() {
        if (state != State.RINGING) {
            return;
        }
        stopRinging();
        become(State.ANSWERED);
        caller.answer();
        history.answered(loop.nowNs());
        if (recorder != null) {
            recorder.answered();
        }
        desk.progress("answered", this::snapshot);
    }

    private void fail() {
        caller.end(new CallEnd.Failed());
    }

    private void stopRinging() {
        if (ringing != null) {
            ringing.cancel(false);
            ringing = null;
        }
    }

    private CallRecord snapshot() {
        CallRecord.RoomAudio roomAudio = far.roomAudio();
        if (roomAudio != null) {
            history.bridged(roomAudio);
        }
        if (recorder != null) {
            history.recorded(recorder.told());
        }
        SessionQuality quality = caller.quality();
        return history.record(
                state.name().toLowerCase(Locale.ROOT), media(), quality == null ? null : MediaFigures.of(quality));
    }

    private CallRecord.@Nullable Media media() {
        NegotiatedAudio agreed = caller.agreed();
        return agreed == null ? null : MediaFigures.of(agreed);
    }

    private void become(State next) {
        if (state != State.ENDED) {
            state = next;
        }
    }
}
