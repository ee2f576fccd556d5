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
import io.earshot.sip.OfferExchange;
import io.earshot.sip.SipStatus;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The audio of a SIP leg, whoever called: its RTP session and its offer/answer. Confined to the call's loop. */
final class LegMedia {
    private final MediaLoop loop;
    private final MediaDesk desk;
    private final boolean encrypted;
    private final AudioSession session;
    private final OfferAnswer offerAnswer = new OfferAnswer(ThreadLocalRandom.current());
    private @Nullable SessionQuality lastQuality;
    private boolean started;
    private boolean held;
    private boolean over;

    /** Opens media; {@code encrypted} says that SIP is, so that SDP may hold keys. */
    LegMedia(MediaLoop loop, MediaDesk desk, boolean encrypted) throws MediaUnavailableException {
        this.loop = loop;
        this.desk = desk;
        this.encrypted = encrypted;
        this.session = desk.open(loop);
    }

    byte[] offer() {
        return offerAnswer.offer(local());
    }

    /** Answers their offer in thought: nothing flows before {@link #start}. */
    Outcome answer(byte[] offer) {
        return offerAnswer.answer(offer, local());
    }

    /** Whether an offer of ours waits for its answer. */
    boolean isOfferPending() {
        return offerAnswer.isOfferPending();
    }

    /** Takes the answer to our offer. */
    Outcome accept(byte[] answer) {
        return offerAnswer.accept(answer);
    }

    private LocalAudio local() {
        return desk.local(session, encrypted);
    }

    @Nullable
    NegotiatedAudio agreed() {
        return offerAnswer.agreed();
    }

    /** Audio flows from now on. */
    void start(NegotiatedAudio agreed, Voice voice, SessionListener listener) {
        started = true;
        held = !agreed.direction().receives();
        desk.protections().agreed(agreed.protection(), encrypted);
        session.start(agreed, voice.ears(), voice.mouth(), listener);
        desk.watch(loop, () -> over, this::sample);
    }

    /** A change that the other party wants; true when it puts us on hold or takes us back. */
    boolean change(OfferExchange exchange) {
        if (!started || over) {
            exchange.reject(SipStatus.NOT_ACCEPTABLE_HERE);
            return false;
        }
        if (exchange.offer().length == 0) {
            exchange.accept(offer());
            return false;
        }
        return switch (offerAnswer.answer(exchange.offer(), local())) {
            case Outcome.Accepted accepted -> {
                exchange.accept(accepted.answerSdp());
                yield apply(accepted.agreed());
            }
            case Outcome.NotAcceptable _ -> {
                exchange.reject(SipStatus.NOT_ACCEPTABLE_HERE);
                yield false;
            }
            case Outcome.Malformed bad -> {
                exchange.reject(SipStatus.BAD_REQUEST.withPhrase(bad.reason()));
                yield false;
            }
        };
    }

    /** The answer to an offer that we made on their wish; a session refresh without a usable one changes nothing. */
    boolean settle(byte[] sdp) {
        return offerAnswer.isOfferPending()
                && offerAnswer.accept(sdp) instanceof Outcome.Accepted accepted
                && apply(accepted.agreed());
    }

    private boolean apply(NegotiatedAudio agreed) {
        session.update(agreed);
        boolean before = held;
        held = !agreed.direction().receives() || !agreed.direction().sends();
        return held != before;
    }

    boolean held() {
        return held;
    }

    boolean started() {
        return started;
    }

    boolean sendDtmf(String digits) {
        return started && !over && session.sendDtmf(digits);
    }

    /** Figures of now, or of the end; null when no audio was exchanged. */
    @Nullable
    SessionQuality quality() {
        if (started && !over) {
            lastQuality = session.quality();
        }
        return lastQuality;
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

    void close() {
        if (over) {
            return;
        }
        quality();
        over = true;
        if (lastQuality != null) {
            desk.protections().ended(lastQuality.protection());
        }
        session.close();
    }
}
