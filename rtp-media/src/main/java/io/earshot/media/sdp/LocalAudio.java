package io.earshot.media.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Our side of an offer/answer exchange. Immutable.
 *
 * @param rtp address and port at which the peer reaches our RTP (the advertised one, behind NAT)
 * @param rtcpPort port of our RTCP at the same address
 * @param codecs codecs we speak and who decides
 * @param ptimeMs packet time we ask for and, unless the peer asks for another, send: 10 to 60 milliseconds
 * @param direction what we want to do: SENDRECV, or less to hold the peer
 * @param rtcpMux willing to share one port for RTP and RTCP (RFC 5761)
 * @param telephoneEvents willing to exchange RFC 4733 events
 * @param comfortNoise willing to exchange RFC 3389 comfort noise
 * @param allowLoopback willing to send media to loopback addresses: for tests and the sandbox only, for else a caller could
 *     make us send to our own machine
 * @param security protection that we are willing to agree on
 */
public record LocalAudio(
        InetSocketAddress rtp,
        int rtcpPort,
        CodecPolicy codecs,
        int ptimeMs,
        Direction direction,
        boolean rtcpMux,
        boolean telephoneEvents,
        boolean comfortNoise,
        boolean allowLoopback,
        MediaSecurity security) {

    /** The same without any protection. */
    public LocalAudio(
            InetSocketAddress rtp,
            int rtcpPort,
            CodecPolicy codecs,
            int ptimeMs,
            Direction direction,
            boolean rtcpMux,
            boolean telephoneEvents,
            boolean comfortNoise,
            boolean allowLoopback) {
        this(
                rtp,
                rtcpPort,
                codecs,
                ptimeMs,
                direction,
                rtcpMux,
                telephoneEvents,
                comfortNoise,
                allowLoopback,
                MediaSecurity.OFF);
    }

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when the address cannot be told to a peer or a number is out of range
     */
    public LocalAudio {
        InetAddress address = rtp.getAddress();
        if (address == null || address.isAnyLocalAddress() || rtp.getPort() == 0) {
            throw new IllegalArgumentException("a peer cannot reach " + rtp);
        }
        if (rtcpPort < 1 || rtcpPort > 65_535 || ptimeMs < 10 || ptimeMs > 60) {
            throw new IllegalArgumentException("rtcpPort " + rtcpPort + " or ptimeMs " + ptimeMs + " out of range");
        }
    }

    /**
     * Everything we can do, at {@code rtp} with RTCP on the next port, 20 ms, no transcoding where it can be avoided, no
     * loopback peers.
     */
    public static LocalAudio at(InetSocketAddress rtp) {
        return new LocalAudio(
                rtp,
                rtp.getPort() + 1,
                CodecPolicy.WITHOUT_TRANSCODING,
                20,
                Direction.SENDRECV,
                true,
                true,
                true,
                false);
    }

    /** The same with other codecs. */
    public LocalAudio withCodecs(CodecPolicy other) {
        return new LocalAudio(
                rtp,
                rtcpPort,
                other,
                ptimeMs,
                direction,
                rtcpMux,
                telephoneEvents,
                comfortNoise,
                allowLoopback,
                security);
    }

    /** The same with another packet time in milliseconds. */
    public LocalAudio withPtimeMs(int other) {
        return new LocalAudio(
                rtp,
                rtcpPort,
                codecs,
                other,
                direction,
                rtcpMux,
                telephoneEvents,
                comfortNoise,
                allowLoopback,
                security);
    }

    /** The same in another direction: SENDONLY or INACTIVE holds the peer, SENDRECV resumes. */
    public LocalAudio withDirection(Direction other) {
        return new LocalAudio(
                rtp, rtcpPort, codecs, ptimeMs, other, rtcpMux, telephoneEvents, comfortNoise, allowLoopback, security);
    }

    /** The same with or without a shared RTP and RTCP port. */
    public LocalAudio withRtcpMux(boolean willing) {
        return new LocalAudio(
                rtp,
                rtcpPort,
                codecs,
                ptimeMs,
                direction,
                willing,
                telephoneEvents,
                comfortNoise,
                allowLoopback,
                security);
    }

    /** The same with or without RFC 4733 events. */
    public LocalAudio withTelephoneEvents(boolean willing) {
        return new LocalAudio(
                rtp, rtcpPort, codecs, ptimeMs, direction, rtcpMux, willing, comfortNoise, allowLoopback, security);
    }

    /** The same with or without comfort noise. */
    public LocalAudio withComfortNoise(boolean willing) {
        return new LocalAudio(
                rtp, rtcpPort, codecs, ptimeMs, direction, rtcpMux, telephoneEvents, willing, allowLoopback, security);
    }

    /** The same, sending to loopback peers if {@code allowed}. */
    public LocalAudio withLoopbackAllowed(boolean allowed) {
        return new LocalAudio(
                rtp, rtcpPort, codecs, ptimeMs, direction, rtcpMux, telephoneEvents, comfortNoise, allowed, security);
    }

    /** The same with other protection. */
    public LocalAudio withSecurity(MediaSecurity other) {
        return new LocalAudio(
                rtp,
                rtcpPort,
                codecs,
                ptimeMs,
                direction,
                rtcpMux,
                telephoneEvents,
                comfortNoise,
                allowLoopback,
                other);
    }
}
