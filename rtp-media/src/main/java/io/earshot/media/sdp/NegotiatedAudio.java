package io.earshot.media.sdp;

import io.earshot.media.codec.AudioCodec;
import java.net.InetSocketAddress;

/**
 * What both sides agreed on for the audio stream: the outcome of one offer/answer exchange. Immutable.
 *
 * @param codec the codec of both directions
 * @param payloadType RTP payload type we send
 * @param receivePayloadType RTP payload type we receive (differs only for dynamic types numbered differently by each side)
 * @param telephoneEventType payload type of RFC 4733 events we send and receive, or -1 when not agreed
 * @param comfortNoiseType payload type of RFC 3389 comfort noise, or -1 when not agreed
 * @param ptimeMs packet time we send, milliseconds (10 to 60)
 * @param remoteRtp where the peer says it receives RTP; see {@link #reachable()}
 * @param remoteRtcp where the peer says it receives RTCP (equals remoteRtp with rtcp-mux)
 * @param rtcpMux RTP and RTCP share a port (RFC 5761)
 * @param direction what we may do: {@code sends()}: we may send, {@code receives()}: we will receive.
 *     Anything but SENDRECV is a hold of some kind.
 * @param telephoneEventClockRate units a second of the duration field of telephone events. Equals the codec's clock rate
 *     but for peers that offer Opus with events at 8000 alone.
 * @param protection how packets are protected
 */
public record NegotiatedAudio(
        AudioCodec codec,
        int payloadType,
        int receivePayloadType,
        int telephoneEventType,
        int comfortNoiseType,
        int ptimeMs,
        InetSocketAddress remoteRtp,
        InetSocketAddress remoteRtcp,
        boolean rtcpMux,
        Direction direction,
        int telephoneEventClockRate,
        Protection protection) {

    /** Without protection. */
    public NegotiatedAudio(
            AudioCodec codec,
            int payloadType,
            int receivePayloadType,
            int telephoneEventType,
            int comfortNoiseType,
            int ptimeMs,
            InetSocketAddress remoteRtp,
            InetSocketAddress remoteRtcp,
            boolean rtcpMux,
            Direction direction,
            int telephoneEventClockRate) {
        this(
                codec,
                payloadType,
                receivePayloadType,
                telephoneEventType,
                comfortNoiseType,
                ptimeMs,
                remoteRtp,
                remoteRtcp,
                rtcpMux,
                direction,
                telephoneEventClockRate,
                Protection.NONE);
    }

    /** The usual case: telephone events count in the codec's clock rate. */
    public NegotiatedAudio(
            AudioCodec codec,
            int payloadType,
            int receivePayloadType,
            int telephoneEventType,
            int comfortNoiseType,
            int ptimeMs,
            InetSocketAddress remoteRtp,
            InetSocketAddress remoteRtcp,
            boolean rtcpMux,
            Direction direction) {
        this(
                codec,
                payloadType,
                receivePayloadType,
                telephoneEventType,
                comfortNoiseType,
                ptimeMs,
                remoteRtp,
                remoteRtcp,
                rtcpMux,
                direction,
                codec.clockRate());
    }

    /** The same, protected in this way. */
    public NegotiatedAudio withProtection(Protection other) {
        return new NegotiatedAudio(
                codec,
                payloadType,
                receivePayloadType,
                telephoneEventType,
                comfortNoiseType,
                ptimeMs,
                remoteRtp,
                remoteRtcp,
                rtcpMux,
                direction,
                telephoneEventClockRate,
                other);
    }

    /**
     * Whether {@link #remoteRtp()} is an address at all. It is not when a call starts on hold with {@code c=0.0.0.0}: then
     * neither RTP nor RTCP may be sent until a later offer names an address.
     */
    public boolean reachable() {
        return !remoteRtp.getAddress().isAnyLocalAddress();
    }
}
