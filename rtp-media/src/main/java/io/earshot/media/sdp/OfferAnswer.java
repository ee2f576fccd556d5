package io.earshot.media.sdp;

import io.earshot.media.sdp.StreamTerms.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Offer/answer (RFC 3264) for one audio stream over the life of one call, as answerer and as offerer. Remembers what was
 * sent, so that a changed description counts up its version and an unchanged one repeats it. Sans-IO; nothing here waits
 * or looks up a name. Confined to the call's loop.
 *
 * <pre>{@code
 * INVITE with SDP       answer(offer, local)            -> 200 with Accepted.answerSdp, or 488, or 400
 * INVITE without SDP    offer(local) in the 200         -> accept(body of the ACK)
 * our own INVITE        offer(local)                    -> accept(body of the 200), or withdraw() when refused
 * re-INVITE, UPDATE     the same again on this object
 * }</pre>
 */
public final class OfferAnswer {
    private static final String USERNAME = "earshot";

    private final String sessionId;
    private final List<PayloadFormat> offered = new ArrayList<>();
    private @Nullable LocalAudio offeredFrom;
    private List<CryptoLine> offeredLines = List.of();
    private @Nullable SessionDescription lastSent;
    private @Nullable NegotiatedAudio agreed;
    private long version = 1;
    private int audioIndex;

    /** A new call whose session identifier comes from {@code random}; 31 bits, because old phones read no more. */
    public OfferAnswer(RandomGenerator random) {
        sessionId = Integer.toString(random.nextInt(1, Integer.MAX_VALUE));
    }

    /** What is in force, or null before the first agreement. */
    public @Nullable NegotiatedAudio agreed() {
        return agreed;
    }

    /** Whether an offer of ours waits for its answer; an offer from the peer is then glare (491, RFC 3261, 14.2). */
    public boolean isOfferPending() {
        return offeredFrom != null;
    }

    /** Answers the peer's offer. Every outcome but Accepted leaves the call as it was. */
    public Outcome answer(byte[] offer, LocalAudio local) {
        if (isOfferPending()) {
            return new Outcome.NotAcceptable(399, "an offer of ours is still unanswered");
        }
        return switch (SessionDescription.parse(offer)) {
            case SdpParse.Malformed malformed -> malformed(malformed);
            case SdpParse.Parsed parsed -> answer(parsed.description(), local);
        };
    }

    /**
     * Makes an offer: everything {@code local} allows, in its order, keeping the streams of an earlier exchange in place. An
     * offer that was never answered (an ACK without a body, say) is void from here on.
     */
    public byte[] offer(LocalAudio local) {
        offered.clear();
        offered.addAll(AudioLine.offered(local, agreed));
        offeredFrom = local;
        OfferedSecurity security =
                OfferedSecurity.proposing(local.security(), agreed == null ? null : agreed.protection(), ownProtocol());
        offeredLines = security.lines();
        MediaDescription audio = AudioLine.offer(offered, local, security);
        List<MediaDescription> media = new ArrayList<>(lastSent == null ? List.of(audio) : lastSent.media());
        media.set(audioIndex, audio);
        return publish(media, local, "0 0");
    }

    private @Nullable MediaDescription ownSection() {
        return lastSent == null ? null : lastSent.media().get(audioIndex);
    }

    private @Nullable String ownProtocol() {
        MediaDescription own = ownSection();
        return own == null ? null : own.protocol();
    }

    private Protection protection() {
        return agreed == null ? Protection.NONE : agreed.protection();
    }

    /** Takes the peer's answer to our offer. Whatever the outcome, the offer is no longer pending. */
    public Outcome accept(byte[] answer) {
        LocalAudio local = offeredFrom;
        offeredFrom = null;
        if (local == null) {
            return new Outcome.NotAcceptable(399, "there is no offer to answer");
        }
        return switch (SessionDescription.parse(answer)) {
            case SdpParse.Malformed malformed -> malformed(malformed);
            case SdpParse.Parsed parsed -> accept(parsed.description(), local, answer);
        };
    }

    /** Our offer was refused or never answered: what was agreed before stays in force. */
    public void withdraw() {
        offeredFrom = null;
    }

    private static Outcome.Malformed malformed(SdpParse.Malformed malformed) {
        return new Outcome.Malformed("SDP line " + malformed.line() + ": " + malformed.reason());
    }

    private Outcome answer(SessionDescription offer, LocalAudio local) {
        Outcome.NotAcceptable refusal = null;
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription stream = offer.media().get(i);
            if (stream.type().equals("audio")) {
                SecurityTerms security =
                        new SecurityTerms(offer, stream, local.security(), protection(), null, List.of());
                switch (new StreamTerms(offer, stream, local, agreed, List.of(), security).judge()) {
                    case Verdict.Fit fit -> {
                        return answerWith(fit.audio(), offer, i, local);
                    }
                    case Verdict.Unfit unfit -> refusal = refusal == null ? unfit.why() : refusal;
                }
            }
        }
        return refusal != null ? refusal : new Outcome.NotAcceptable(304, "no audio stream offered");
    }

    /** The chosen stream is answered, every other one refused in its place (RFC 3264, section 6). */
    private Outcome answerWith(NegotiatedAudio audio, SessionDescription offer, int chosen, LocalAudio local) {
        List<MediaDescription> media = new ArrayList<>();
        for (MediaDescription stream : offer.media()) {
            media.add(media.size() == chosen ? AudioLine.answer(audio, local, stream.protocol()) : stream.refused());
        }
        audioIndex = chosen;
        agreed = audio;
        return new Outcome.Accepted(publish(media, local, offer.timing()), audio);
    }

    private Outcome accept(SessionDescription answer, LocalAudio local, byte[] body) {
        if (audioIndex >= answer.media().size()) {
            return new Outcome.NotAcceptable(304, "the answer lacks our audio stream");
        }
        MediaDescription stream = answer.media().get(audioIndex);
        SecurityTerms security =
                new SecurityTerms(answer, stream, local.security(), protection(), ownSection(), offeredLines);
        return switch (new StreamTerms(answer, stream, local, agreed, offered, security).judge()) {
            case Verdict.Unfit unfit -> unfit.why();
            case Verdict.Fit fit -> {
                agreed = fit.audio();
                yield new Outcome.Accepted(body, fit.audio());
            }
        };
    }

    /** Same text, same version; changed text, next version (RFC 3264, section 8). */
    private byte[] publish(List<MediaDescription> media, LocalAudio local, String timing) {
        Connection address = Connection.of(local.rtp().getAddress());
        Origin origin = lastSent == null ? new Origin(USERNAME, sessionId, "1", address) : lastSent.origin();
        SessionDescription next = new SessionDescription(origin, "-", address, timing, List.of(), media);
        if (lastSent != null && !next.equals(lastSent)) {
            version++;
            next = new SessionDescription(origin.withVersion(version), "-", address, timing, List.of(), media);
        }
        lastSent = next;
        return next.toBytes();
    }
}
