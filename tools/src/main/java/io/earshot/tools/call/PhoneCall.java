package io.earshot.tools.call;

import io.earshot.media.net.MediaLoop;
import io.earshot.media.sdp.CodecPolicy;
import io.earshot.media.sdp.LocalAudio;
import io.earshot.media.sdp.MediaSecurity;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.media.sdp.OfferAnswer;
import io.earshot.media.sdp.Outcome;
import io.earshot.media.sdp.Protection;
import io.earshot.media.session.AudioSession;
import io.earshot.media.session.SessionListener;
import io.earshot.sip.CallEnd;
import io.earshot.sip.CallListener;
import io.earshot.sip.OfferExchange;
import io.earshot.sip.OutgoingCall;
import io.earshot.sip.SipStatus;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One call of the softphone from INVITE to BYE. Confined to the call's loop. */
final class PhoneCall implements CallListener, SessionListener {
    private static final long CHECK_MS = 20;
    private static final long DIGITS_AFTER_MS = 1_000;

    private final CallPlan plan;
    private final CallWatcher watcher;
    private final MediaLoop loop;
    private final AudioSession session;
    private final SipLadder ladder;
    private final LocalAudio local;
    private final OfferAnswer exchange = new OfferAnswer(new SecureRandom());
    private final Conversation conversation;
    private final CallFacts facts = new CallFacts();
    private final CompletableFuture<CallFacts> ended = new CompletableFuture<>();
    private State state = State.DIALLING;
    private @Nullable OutgoingCall call;
    private @Nullable StereoRecorder recorder;

    private enum State {
        DIALLING,
        TALKING,
        ENDED
    }

    PhoneCall(
            CallPlan plan,
            CallWatcher watcher,
            MediaLoop loop,
            AudioSession session,
            MediaSecurity security,
            SipLadder ladder) {
        this.plan = plan;
        this.watcher = watcher;
        this.loop = loop;
        this.session = session;
        this.ladder = ladder;
        this.conversation = new Conversation(plan.lines(), loop::nowNs, watcher);
        this.local = LocalAudio.at(session.localRtp())
                .withCodecs(CodecPolicy.prefer(plan.codecs()))
                .withPtimeMs(plan.ptimeMs())
                .withRtcpMux(plan.srtp() == CallPlan.Srtp.DTLS)
                .withSecurity(security)
                .withLoopbackAllowed(session.localRtp().getAddress().isLoopbackAddress());
    }

    /** The session description of the INVITE. */
    byte[] offer() {
        return exchange.offer(local);
    }

    /** The INVITE is on its way as this call. */
    void placed(OutgoingCall placed) {
        call = placed;
        after(plan.ringing().toMillis(), () -> {
            if (state == State.DIALLING) {
                facts.endedBy = "caller";
                placed.cancel();
            }
        });
    }

    /** What there is to know, once the call is over. */
    CompletableFuture<CallFacts> ended() {
        return ended;
    }

    /** Hangs up, or gives up before the answer. */
    void hangUp() {
        if (call != null && state != State.ENDED) {
            facts.endedBy = "caller";
            call.bye();
        }
    }

    @Override
    public void onProgress(SipStatus status, byte[] sdp) {
        if (facts.ringingNs == null) {
            facts.ringingNs = loop.nowNs();
        }
    }

    @Override
    public void onAnswered(byte[] sdp) {
        long answeredNs = ladder.answeredNs(loop.nowNs());
        facts.answeredNs = answeredNs;
        switch (exchange.accept(sdp)) {
            case Outcome.Accepted accepted -> talk(accepted.agreed(), answeredNs);
            case Outcome.NotAcceptable refusal -> fail(refusal.reason());
            case Outcome.Malformed malformed -> fail(malformed.reason());
        }
    }

    @Override
    public void onOffer(OfferExchange offer) {
        switch (exchange.answer(offer.offer(), local)) {
            case Outcome.Accepted(byte[] answer, NegotiatedAudio agreed) -> {
                session.update(agreed);
                offer.accept(answer);
            }
            case Outcome.NotAcceptable _, Outcome.Malformed _ -> offer.reject(SipStatus.NOT_ACCEPTABLE_HERE);
        }
    }

    @Override
    public void onEnded(CallEnd end) {
        facts.endedNs = loop.nowNs();
        facts.end(end);
        if (state == State.TALKING) {
            facts.quality = Qualities.of(session.quality());
        }
        state = State.ENDED;
        facts.said.addAll(conversation.said());
        facts.agentSound.addAll(conversation.agentSound());
        facts.agentSpeech.addAll(conversation.agentSpeech());
        closeMedia();
        ended.complete(facts);
    }

    @Override
    public void onFirstPacket(long arrivalNs) {
        facts.firstMediaNs = arrivalNs;
    }

    @Override
    public void onDtmf(char digit, int durationMs) {
        facts.digits.append(digit);
    }

    @Override
    public void onMediaTimeout() {
        fail("no media from the other end");
    }

    @Override
    public void onFault(RuntimeException fault) {
        fail("media session: " + fault);
    }

    private void talk(NegotiatedAudio agreed, long answeredNs) {
        state = State.TALKING;
        facts.codec = agreed.codec().encodingName();
        watcher.onAnswered(facts.codec + protection(agreed.protection()));
        recorder = recorder(agreed, answeredNs);
        conversation.answered(agreed.codec().format(), recorder);
        session.start(agreed, conversation, conversation, this);
        after(plan.talking().toMillis(), this::hangUp);
        if (!plan.digits().isEmpty()) {
            after(DIGITS_AFTER_MS, this::sendDigits);
        }
        if (!plan.lines().isEmpty()) {
            after(CHECK_MS, this::hangUpWhenFinished);
        }
    }

    private static String protection(Protection agreed) {
        return switch (agreed) {
            case Protection.None _ -> "";
            case Protection.Sdes sdes -> ", SRTP " + sdes.keys().profile().suite() + " with keys from SDP";
            case Protection.Dtls _ -> ", SRTP with keys from DTLS";
        };
    }

    private @Nullable StereoRecorder recorder(NegotiatedAudio agreed, long originNs) {
        try {
            return plan.record() == null
                    ? null
                    : StereoRecorder.create(plan.record(), agreed.codec().format(), originNs);
        } catch (IOException e) {
            facts.trouble = "cannot record: " + e.getMessage();
            return null;
        }
    }

    private void hangUpWhenFinished() {
        if (conversation.finished()) {
            hangUp();
        } else {
            after(CHECK_MS, this::hangUpWhenFinished);
        }
    }

    private void sendDigits() {
        if (!session.sendDtmf(plan.digits())) {
            facts.trouble = "the other end takes no DTMF";
        }
    }

    private void fail(String why) {
        facts.trouble = why;
        hangUp();
    }

    private void closeMedia() {
        session.close();
        try {
            if (recorder != null) {
                recorder.close();
            }
        } catch (IOException e) {
            facts.trouble = "cannot record: " + e.getMessage();
        }
    }

    /** Runs {@code task} on the loop unless the call is over by then. */
    private void after(long millis, Runnable task) {
        var _ = loop.eventLoop()
                .schedule(
                        () -> {
                            if (state != State.ENDED) {
                                task.run();
                            }
                        },
                        millis,
                        TimeUnit.MILLISECONDS);
    }
}
