package io.earshot.media.session;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

/**
 * Settings of one session. Immutable.
 *
 * @param bindAddress local address of both sockets
 * @param initialTimeoutMs without a first packet for this long, the media has failed
 * @param timeoutMs without any packet for this long, the media has failed
 * @param symmetric send to where the peer's packets come from, once it has proven itself (else only to the address of
 *     its SDP, and hear only that)
 * @param dtx send nothing while there is nothing to say, instead of silence
 * @param jitterMinMs least delay of the jitter buffer (G.722, Opus)
 * @param jitterMaxMs most delay of the jitter buffer
 * @param rtcpIntervalMs mean time between our reports
 * @param extendedReports send RTCP-XR VoIP metrics (RFC 3611)
 * @param tap sees every datagram
 */
public record SessionConfig(
        InetAddress bindAddress,
        int initialTimeoutMs,
        int timeoutMs,
        boolean symmetric,
        boolean dtx,
        int jitterMinMs,
        int jitterMaxMs,
        int rtcpIntervalMs,
        boolean extendedReports,
        PacketTap tap) {
    public SessionConfig {
        if (initialTimeoutMs < 1 || timeoutMs < 1) {
            throw new IllegalArgumentException("timeouts must be positive: " + initialTimeoutMs + ", " + timeoutMs);
        }
        if (jitterMinMs < 0 || jitterMaxMs < jitterMinMs || jitterMaxMs > 500) {
            throw new IllegalArgumentException(
                    "jitter must be 0 <= min <= max <= 500: " + jitterMinMs + ", " + jitterMaxMs);
        }
        if (rtcpIntervalMs < 100) {
            throw new IllegalArgumentException("rtcpIntervalMs must be at least 100: " + rtcpIntervalMs);
        }
    }

    /** Defaults: 30 s and 15 s timeouts, symmetric RTP, continuous sending, 0 to 120 ms of jitter buffer, RTCP each 5 s. */
    public static SessionConfig on(InetAddress bindAddress) {
        return new SessionConfig(bindAddress, 30_000, 15_000, true, false, 0, 120, 5_000, true, PacketTap.NONE);
    }

    /** The same with another tap. */
    public SessionConfig withTap(PacketTap newTap) {
        return new SessionConfig(
                bindAddress,
                initialTimeoutMs,
                timeoutMs,
                symmetric,
                dtx,
                jitterMinMs,
                jitterMaxMs,
                rtcpIntervalMs,
                extendedReports,
                newTap);
    }

    /** The same with other media timeouts. */
    public SessionConfig withTimeouts(int newInitialTimeoutMs, int newTimeoutMs) {
        return new SessionConfig(
                bindAddress,
                newInitialTimeoutMs,
                newTimeoutMs,
                symmetric,
                dtx,
                jitterMinMs,
                jitterMaxMs,
                rtcpIntervalMs,
                extendedReports,
                tap);
    }

    long initialTimeoutNs() {
        return TimeUnit.MILLISECONDS.toNanos(initialTimeoutMs);
    }

    long timeoutNs() {
        return TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }
}
