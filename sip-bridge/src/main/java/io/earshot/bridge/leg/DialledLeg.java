package io.earshot.bridge.leg;

import io.earshot.media.net.MediaLoop;
import io.earshot.media.sdp.NegotiatedAudio;
import io.earshot.media.sdp.Outcome;
import io.earshot.media.session.MediaUnavailableException;
import io.earshot.media.session.SessionListener;
import io.earshot.media.session.SessionQuality;
import io.earshot.sip.CallListener;
import io.earshot.sip.OfferExchange;
import io.earshot.sip.OutgoingCall;
import io.earshot.sip.SipHeader;
import io.earshot.sip.SipStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The called party's side of a call that the bridge placed: a SIP dialog, its offer/answer and its RTP session. Audio starts with their
 * 200; early media is not listened to. Confined to the call's loop.
 */
public final class DialledLeg implements Leg, CallListener, SessionListener {
    private final MediaLoop loop;
    private final LegMedia media;
    private final DialledLegEvents events;
    private @Nullable OutgoingCall sip;
    private byte[] early = {};
    private boolean answered;
    private @Nullable CallEnd end;

    /**
     * A leg with media and without a call.
     *
     * @param encrypted whether SIP goes over TLS, so that SDP may hold keys
     * @throws MediaUnavailableException when no port is free
     */
    public DialledLeg(MediaLoop loop, MediaDesk desk, boolean encrypted, DialledLegEvents events)
            throws MediaUnavailableException {
        this.loop = loop;
        this.events = events;
        this.media = new LegMedia(loop, desk, encrypted);
    }

    /** The offer for the INVITE. */
    public byte[] offer() {
        return media.offer();
    }

    /** The INVITE is on its way as this call. */
    public void placed(OutgoingCall call) {
        sip = call;
    }

    /** Gives up the media of a call that could not be placed; nothing is told. */
    public void discard() {
        media.close();
    }

    /** Ends the leg: CANCEL before the answer, BYE after. */
    @Override
    public void end(CallEnd why) {
        OutgoingCall call = sip;
        if (end != null || call == null) {
            return;
        }
        List<SipHeader> headers = new ArrayList<>(events.requestHeaders());
        // First, because the dialog tells its end while it hangs up, and knows only that it was us.
        finish(why);
        headers.add(new SipHeader("Reason", "Q.850;cause=" + why.meaning().q850()));
        call.bye(headers);
    }

    /** Asks the called phone to call {@code target} (REFER, RFC 3515). */
    public void transfer(String target) {
        if (end == null && sip != null) {
            sip.refer(target, events.requestHeaders());
        }
    }

    /** Sends keys as telephone events. */
    public boolean sendDtmf(String digits) {
        return media.sendDtmf(digits);
    }

    /** Media figures: of now, or of the end; null when no media was exchanged. */
    public @Nullable SessionQuality quality() {
        return media.quality();
    }

    /** The agreed stream, or null before. */
    public @Nullable NegotiatedAudio agreed() {
        return media.agreed();
    }

    @Override
    public void onProgress(SipStatus status, byte[] sdp) {
        if (end == null) {
            early = sdp.length > 0 ? sdp : early;
            events.onRinging(sdp.length > 0);
        }
    }

    /** A 200 without SDP goes by what a provisional response said. */
    @Override
    public void onAnswered(byte[] sdp) {
        if (end != null) {
            return;
        }
        answered = true;
        switch (media.accept(sdp.length > 0 ? sdp : early)) {
            case Outcome.Accepted accepted -> talk(accepted.agreed());
            case Outcome.NotAcceptable no -> end(new CallEnd.CalleeRefused(488, no.reason()));
            case Outcome.Malformed bad -> end(new CallEnd.CalleeRefused(488, bad.reason()));
        }
    }

    private void talk(NegotiatedAudio agreed) {
        media.start(agreed, events.onAgreed(agreed.codec().format()), this);
        events.onTalking(loop.nowNs());
    }

    @Override
    public void onAcknowledged(byte[] sdp) {
        if (end == null && media.settle(sdp)) {
            events.onHold(media.held());
        }
    }

    @Override
    public void onOffer(OfferExchange exchange) {
        if (media.change(exchange)) {
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
                    case io.earshot.sip.CallEnd.RemoteBye _ -> new CallEnd.CalleeHungUp();
                    case io.earshot.sip.CallEnd.LocalBye _ -> new CallEnd.AgentHungUp("bye");
                    case io.earshot.sip.CallEnd.Cancelled _ -> new CallEnd.DialCancelled("");
                    case io.earshot.sip.CallEnd.Declined declined -> refused(declined.status());
                    case io.earshot.sip.CallEnd.Rejected rejected -> refused(rejected.status());
                    case io.earshot.sip.CallEnd.Unproved unproved ->
                        new CallEnd.TrunkUnproved(
                                unproved.status().code(), unproved.why().words());
                    case io.earshot.sip.CallEnd.Failed failed -> failed(failed);
                });
    }

    private static CallEnd refused(SipStatus status) {
        return status.code() == 401 || status.code() == 407
                ? new CallEnd.TrunkUnproved(
                        status.code(), "the trunk asks for a user and password; none are configured")
                : new CallEnd.CalleeRefused(status.code(), status.phrase());
    }

    private CallEnd failed(io.earshot.sip.CallEnd.Failed failed) {
        return switch (failed.cause()) {
            case SHUTDOWN -> new CallEnd.ShuttingDown();
            case NO_RESPONSE, TRANSPORT ->
                answered ? new CallEnd.Failed() : new CallEnd.TrunkUnreachable(failed.detail());
            case ACK_MISSING, BUG -> new CallEnd.Failed();
        };
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

    private void finish(CallEnd why) {
        if (end == null) {
            end = why;
            media.close();
            events.onLegEnded(why);
        }
    }
}
