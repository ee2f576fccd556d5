package io.earshot.bridge.leg;

import io.earshot.bridge.metrics.MediaMeter;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.sdp.LocalAudio;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.media.sdp.OfferAnswer;
import io.earshot.media.sdp.Outcome;
import io.earshot.media.session.AudioSession;
import io.earshot.media.session.MediaUnavailableException;
import io.earshot.media.session.SessionListener;
import io.earshot.media.session.SessionQuality;
import io.earshot.sip.CallListener;
import io.earshot.sip.IncomingCall;
import io.earshot.sip.OfferExchange;
import io.earshot.sip.SipHeader;
import io.earshot.sip.SipStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The caller's side of a call: a SIP dialog, its offer/answer and its RTP session. Audio starts with our 200; what the
 * caller says before the ACK is heard already. Confined to the call's loop.
 */
public final class SipLeg implements Leg, CallListener, SessionListener {
    private static final Logger log = LoggerFactory.getLogger(SipLeg.class);

    private static final String RETRY_SECONDS = "5";
    private static final int PROTOCOL_MISMATCH = 302;

    private final IncomingCall sip;
    private final MediaLoop loop;
    private final MediaDesk desk;
    private final SipLegEvents events;
    private final OfferAnswer offerAnswer = new OfferAnswer(ThreadLocalRandom.current());
    private @Nullable AudioSession session;
    private @Nullable SessionQuality lastQuality;
    private @Nullable Voice voice;
    private byte[] answer = {};
    private boolean answered;
    private boolean mediaStarted;
    private boolean talking;
    private boolean held;
    private @Nullable CallEnd end;

    /** A leg that has done nothing yet. */
    public SipLeg(IncomingCall sip, MediaLoop loop, MediaDesk desk, SipLegEvents events) {
        this.sip = sip;
        this.loop = loop;
        this.desk = desk;
        this.events = events;
    }

    /** Opens media and answers the caller's offer in thought, or refuses the call. */
    public void begin() {
        AudioSession opened;
        try {
            opened = desk.open(loop);
        } catch (MediaUnavailableException e) {
            log.warn("call {}: no media port: {}", sip.callId(), e.getMessage());
            refuse(SipStatus.SERVICE_UNAVAILABLE, "no media port", List.of());
            return;
        }
        session = opened;
        if (sip.offer().length == 0) {
            answer = offerAnswer.offer(local(opened));
            events.onWithoutOffer();
            return;
        }
        switch (offerAnswer.answer(sip.offer(), local(opened))) {
            case Outcome.Accepted accepted -> {
                answer = accepted.answerSdp();
                voice = events.onOffered(accepted.agreed().codec().format());
            }
            case Outcome.NotAcceptable no -> {
                if (no.warningCode() == PROTOCOL_MISMATCH) {
                    desk.protections().refused();
                    events.onUnprotected(no.reason());
                }
                refuse(SipStatus.NOT_ACCEPTABLE_HERE, no.reason(), List.of(warning(no)));
            }
            case Outcome.Malformed bad -> refuse(SipStatus.BAD_REQUEST, bad.reason(), List.of());
        }
    }

    private LocalAudio local(AudioSession opened) {
        return desk.local(opened, sipIsEncrypted());
    }

    private boolean sipIsEncrypted() {
        return sip.transport().equals("TLS");
    }

    /** Sends 180. */
    public void ring() {
        if (end == null) {
            sip.ring();
        }
    }

    /** Sends 200 and starts media. */
    public void answer() {
        if (end != null || answered) {
            return;
        }
        answered = true;
        NegotiatedAudio agreed = offerAnswer.agreed();
        if (agreed != null) {
            startMedia(agreed);
        }
        sip.answer(answer, events.answerHeaders());
    }

    /** Ends the leg in SIP's words for {@code why}. */
    @Override
    public void end(CallEnd why) {
        if (end != null) {
            return;
        }
        List<SipHeader> headers = new ArrayList<>(events.requestHeaders());
        // First, because the dialog tells its end while it hangs up, and knows only that it was us.
        finish(why);
        if (answered) {
            headers.add(new SipHeader("Reason", "Q.850;cause=" + why.meaning().q850()));
            sip.bye(headers);
        } else {
            reject(why.meaning().sipStatus());
        }
    }

    private void reject(int code) {
        List<SipHeader> later = code == 503 ? List.of(new SipHeader("Retry-After", RETRY_SECONDS)) : List.of();
        sip.reject(
                switch (code) {
                    case 486 -> SipStatus.BUSY_HERE;
                    case 488 -> SipStatus.NOT_ACCEPTABLE_HERE;
                    case 500 -> SipStatus.SERVER_ERROR;
                    case 503 -> SipStatus.SERVICE_UNAVAILABLE;
                    default -> SipStatus.TEMPORARILY_UNAVAILABLE;
                },
                later);
    }

    /** Asks the caller's phone to call {@code target} (REFER, RFC 3515). */
    public void transfer(String target) {
        if (end == null) {
            sip.refer(target, events.requestHeaders());
        }
    }

    /** Sends keys as telephone events. */
    public boolean sendDtmf(String digits) {
        return session != null && end == null && session.sendDtmf(digits);
    }

    /** Media figures: of now, or of the end; null when no media was exchanged. */
    public @Nullable SessionQuality quality() {
        if (end == null && session != null && mediaStarted) {
            lastQuality = session.quality();
        }
        return lastQuality;
    }

    /** The agreed stream, or null before. */
    public @Nullable NegotiatedAudio agreed() {
        return offerAnswer.agreed();
    }

    private void startMedia(NegotiatedAudio agreed) {
        if (session != null && voice != null && !mediaStarted) {
            mediaStarted = true;
            desk.protections().agreed(agreed.protection(), sipIsEncrypted());
            session.start(agreed, voice.ears(), voice.mouth(), this);
            desk.watch(loop, this::over, this::sample);
            held = !agreed.direction().receives();
        }
    }

    private boolean over() {
        return end != null;
    }

    private MediaMeter.Sample sample() {
        NegotiatedAudio agreed = offerAnswer.agreed();
        SessionQuality now = Objects.requireNonNull(quality(), "media runs");
        return new MediaMeter.Sample(
                now.received(),
                now.sent(),
                now.roundTripMs(),
                agreed != null && agreed.direction().receives(),
                now.protection(),
                -1);
    }

    @Override
    public void onAcknowledged(byte[] sdp) {
        if (end != null) {
            return;
        }
        if (offerAnswer.isOfferPending() && !settle(sdp)) {
            return;
        }
        if (!talking) {
            talking = true;
            events.onTalking(loop.nowNs());
        }
    }

    /** The ACK brings the answer to an offer of ours; false when the call cannot go on. */
    private boolean settle(byte[] sdp) {
        Outcome outcome = offerAnswer.accept(sdp);
        if (mediaStarted) {
            // A session refresh without a usable answer leaves the session as it was.
            if (outcome instanceof Outcome.Accepted accepted && session != null) {
                apply(session, accepted.agreed());
            }
            return true;
        }
        if (!(outcome instanceof Outcome.Accepted accepted)) {
            end(new CallEnd.Refused(488, "the ACK holds no usable answer"));
            return false;
        }
        voice = events.onOffered(accepted.agreed().codec().format());
        startMedia(accepted.agreed());
        return true;
    }

    @Override
    public void onOffer(OfferExchange exchange) {
        AudioSession running = session;
        if (running == null || !mediaStarted || end != null) {
            exchange.reject(SipStatus.NOT_ACCEPTABLE_HERE);
            return;
        }
        if (exchange.offer().length == 0) {
            exchange.accept(offerAnswer.offer(local(running)));
            return;
        }
        switch (offerAnswer.answer(exchange.offer(), local(running))) {
            case Outcome.Accepted accepted -> {
                exchange.accept(accepted.answerSdp());
                apply(running, accepted.agreed());
            }
            case Outcome.NotAcceptable _ -> exchange.reject(SipStatus.NOT_ACCEPTABLE_HERE);
            case Outcome.Malformed bad -> exchange.reject(SipStatus.BAD_REQUEST.withPhrase(bad.reason()));
        }
    }

    private void apply(AudioSession running, NegotiatedAudio agreed) {
        running.update(agreed);
        boolean nowHeld = !agreed.direction().receives() || !agreed.direction().sends();
        if (nowHeld != held) {
            held = nowHeld;
            events.onHold(nowHeld);
        }
    }

    @Override
    public void onInfo(String contentType, byte[] body) {
        InfoDtmf.digit(contentType, body).ifPresent(press -> events.onDtmf(press.digit(), press.durationMs()));
    }

    @Override
    public void onReferProgress(SipStatus status, boolean last) {
        if (last && end == null) {
            events.onTransferred(status.code() >= 200 && status.code() < 300);
        }
    }

    @Override
    public void onEnded(io.earshot.sip.CallEnd how) {
        finish(
                switch (how) {
                    case io.earshot.sip.CallEnd.RemoteBye _ -> new CallEnd.CallerHungUp();
                    case io.earshot.sip.CallEnd.Cancelled _ -> new CallEnd.CallerCancelled();
                    case io.earshot.sip.CallEnd.LocalBye _ -> new CallEnd.AgentHungUp("bye");
                    case io.earshot.sip.CallEnd.Declined declined ->
                        new CallEnd.Refused(
                                declined.status().code(), declined.status().phrase());
                    case io.earshot.sip.CallEnd.Rejected rejected ->
                        new CallEnd.Refused(
                                rejected.status().code(), rejected.status().phrase());
                    case io.earshot.sip.CallEnd.Unproved unproved ->
                        new CallEnd.Refused(
                                unproved.status().code(), unproved.why().words());
                    case io.earshot.sip.CallEnd.Failed failed ->
                        switch (failed.cause()) {
                            case ACK_MISSING -> new CallEnd.NeverAcknowledged();
                            case SHUTDOWN -> new CallEnd.ShuttingDown();
                            case NO_RESPONSE, TRANSPORT, BUG -> new CallEnd.Failed();
                        };
                });
    }

    @Override
    public void onDtmf(char digit, int durationMs) {
        events.onDtmf(digit, durationMs);
    }

    @Override
    public void onMediaTimeout() {
        end(new CallEnd.MediaTimeout());
    }

    @Override
    public void onFault(RuntimeException fault) {
        end(new CallEnd.Failed());
    }

    /** Why an offer is refused, in words that the caller's side can read (RFC 3261 section 20.43). */
    private static SipHeader warning(Outcome.NotAcceptable no) {
        return new SipHeader("Warning", "%d earshot \"%s\"".formatted(no.warningCode(), no.reason()));
    }

    private void refuse(SipStatus status, String why, List<SipHeader> headers) {
        finish(new CallEnd.Refused(status.code(), why));
        sip.reject(status, headers);
    }

    private void finish(CallEnd why) {
        if (end != null) {
            return;
        }
        quality();
        end = why;
        if (lastQuality != null) {
            desk.protections().ended(lastQuality.protection());
        }
        if (session != null) {
            session.close();
        }
        events.onLegEnded(why);
    }
}
