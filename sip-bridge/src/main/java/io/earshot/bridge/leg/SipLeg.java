package io.earshot.bridge.leg;

import io.earshot.media.net.MediaLoop;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.media.sdp.Outcome;
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
    private @Nullable LegMedia media;
    private @Nullable Voice voice;
    private byte[] answer = {};
    private boolean answered;
    private boolean talking;
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
        LegMedia opened;
        try {
            opened = new LegMedia(loop, desk, sip.transport().equals("TLS"));
        } catch (MediaUnavailableException e) {
            log.warn("call {}: no media port: {}", sip.callId(), e.getMessage());
            refuse(SipStatus.SERVICE_UNAVAILABLE, "no media port", List.of());
            return;
        }
        media = opened;
        if (sip.offer().length == 0) {
            answer = opened.offer();
            events.onWithoutOffer();
            return;
        }
        switch (opened.answer(sip.offer())) {
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
        NegotiatedAudio agreed = agreed();
        if (media != null && agreed != null) {
            startMedia(media, agreed);
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
        return media != null && media.sendDtmf(digits);
    }

    /** Media figures: of now, or of the end; null when no media was exchanged. */
    public @Nullable SessionQuality quality() {
        return media == null ? null : media.quality();
    }

    /** The agreed stream, or null before. */
    public @Nullable NegotiatedAudio agreed() {
        return media == null ? null : media.agreed();
    }

    private void startMedia(LegMedia opened, NegotiatedAudio agreed) {
        if (voice != null && !opened.started()) {
            opened.start(agreed, voice, this);
        }
    }

    @Override
    public void onAcknowledged(byte[] sdp) {
        if (end != null || media == null) {
            return;
        }
        if (media.isOfferPending() && !settle(media, sdp)) {
            return;
        }
        if (!talking) {
            talking = true;
            events.onTalking(loop.nowNs());
        }
    }

    /** The ACK brings the answer to an offer of ours; false when the call cannot go on. */
    private boolean settle(LegMedia opened, byte[] sdp) {
        if (opened.started()) {
            if (opened.settle(sdp)) {
                events.onHold(opened.held());
            }
            return true;
        }
        if (!(opened.accept(sdp) instanceof Outcome.Accepted accepted)) {
            end(new CallEnd.Refused(488, "the ACK holds no usable answer"));
            return false;
        }
        voice = events.onOffered(accepted.agreed().codec().format());
        startMedia(opened, accepted.agreed());
        return true;
    }

    @Override
    public void onOffer(OfferExchange exchange) {
        if (media == null) {
            exchange.reject(SipStatus.NOT_ACCEPTABLE_HERE);
        } else if (media.change(exchange)) {
            events.onHold(media.held());
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
        end = why;
        if (media != null) {
            media.close();
        }
        events.onLegEnded(why);
    }
}
