package io.earshot.media.sdp;

import io.earshot.media.codec.AudioCodec;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges one audio stream of a peer's description against our side. Used once.
 *
 * @param remote the peer's description
 * @param stream the stream within it
 * @param local our side
 * @param current what is agreed so far, or null
 * @param offered the formats of our own offer when {@code remote} answers it, else empty
 * @param security how the stream may be protected
 */
record StreamTerms(
        SessionDescription remote,
        MediaDescription stream,
        LocalAudio local,
        @Nullable NegotiatedAudio current,
        List<PayloadFormat> offered,
        SecurityTerms security) {

    /** The verdict. */
    sealed interface Verdict {
        /** The stream can be used like this. */
        record Fit(NegotiatedAudio audio) implements Verdict {}

        /** It cannot. */
        record Unfit(Outcome.NotAcceptable why) implements Verdict {}
    }

    Verdict judge() {
        if (stream.port() == 0) {
            return unfit(304, "audio stream has port 0");
        }
        return switch (security.judge()) {
            case SecurityTerms.Verdict.Unfit unfit -> unfit(302, unfit.reason());
            case SecurityTerms.Verdict.Fit(Protection protection) -> judge(protection);
        };
    }

    private Verdict judge(Protection protection) {
        List<PayloadFormat> formats = PayloadFormat.of(stream, offered);
        PayloadFormat chosen = policy().choose(formats, current == null ? null : current.codec());
        AudioCodec codec = chosen == null ? null : chosen.codec();
        if (chosen == null || codec == null) {
            return unfit(305, "no common codec");
        }
        return switch (RemoteTransport.of(remote, stream, local)) {
            case RemoteTransport.Refused refused -> new Verdict.Unfit(refused.why());
            case RemoteTransport.Held held -> fit(chosen, codec, formats, heldAt(held), null, protection);
            case RemoteTransport.Reachable reachable ->
                fit(chosen, codec, formats, reachable.rtp(), reachable.rtcp(), protection);
        };
    }

    private static Verdict.Unfit unfit(int warningCode, String reason) {
        return new Verdict.Unfit(new Outcome.NotAcceptable(warningCode, reason));
    }

    /** Reading an answer, the answerer has chosen: its order counts. */
    private CodecPolicy policy() {
        return offered.isEmpty() ? local.codecs() : local.codecs().inOfferOrder();
    }

    private InetSocketAddress heldAt(RemoteTransport.Held held) {
        return current != null ? current.remoteRtp() : RemoteTransport.unspecified(held.port(), local);
    }

    /** @param rtcp null on a hold without address, during which we do not send */
    private Verdict fit(
            PayloadFormat chosen,
            AudioCodec codec,
            List<PayloadFormat> formats,
            InetSocketAddress rtp,
            @Nullable InetSocketAddress rtcp,
            Protection protection) {
        PayloadFormat events = local.telephoneEvents() ? events(formats, codec.clockRate()) : null;
        PayloadFormat noise = local.comfortNoise() && codec.clockRate() == 8_000 ? comfortNoise(formats) : null;
        boolean mux = muxes(chosen, events);
        return new Verdict.Fit(new NegotiatedAudio(
                codec,
                chosen.payloadType(),
                receiveType(chosen, codec),
                events == null ? -1 : events.payloadType(),
                noise == null ? -1 : noise.payloadType(),
                Ptime.toSend(stream, codec, local.ptimeMs()),
                rtp,
                mux ? rtp : rtcp != null ? rtcp : heldRtcp(rtp),
                mux,
                direction(rtcp == null),
                events == null ? codec.clockRate() : events.clockRate(),
                protection));
    }

    private InetSocketAddress heldRtcp(InetSocketAddress rtp) {
        return current != null ? current.remoteRtcp() : rtp;
    }

    /** What the peer's direction leaves of ours; a peer without address receives nothing. */
    private Direction direction(boolean held) {
        Direction allowed = remote.directionOf(stream).reversed();
        return local.direction().and(held ? Direction.of(false, allowed.receives()) : allowed);
    }

    /** RFC 3264, section 5.1: each side receives the numbers that it named itself. */
    private int receiveType(PayloadFormat chosen, AudioCodec codec) {
        for (PayloadFormat ours : offered) {
            if (ours.codec() == codec) {
                return ours.payloadType();
            }
        }
        return chosen.payloadType();
    }

    /** Payload types 64 to 95 cannot be told from RTCP on one port (RFC 5761, section 4). */
    private boolean muxes(PayloadFormat chosen, @Nullable PayloadFormat events) {
        return local.rtcpMux()
                && stream.has("rtcp-mux")
                && !looksLikeRtcp(chosen)
                && (events == null || !looksLikeRtcp(events));
    }

    private static boolean looksLikeRtcp(PayloadFormat format) {
        return format.payloadType() >= 64 && format.payloadType() <= 95;
    }

    /** Events in the codec's clock (RFC 4733, section 2.4; RFC 7587, section 7), else the first of any clock. */
    private static @Nullable PayloadFormat events(List<PayloadFormat> formats, int clockRate) {
        PayloadFormat fallback = null;
        for (PayloadFormat format : formats) {
            if (format.isEvents() && format.clockRate() == clockRate) {
                return format;
            }
            fallback = fallback == null && format.isEvents() ? format : fallback;
        }
        return fallback;
    }

    private static @Nullable PayloadFormat comfortNoise(List<PayloadFormat> formats) {
        for (PayloadFormat format : formats) {
            if (format.isComfortNoise()) {
                return format;
            }
        }
        return null;
    }
}
