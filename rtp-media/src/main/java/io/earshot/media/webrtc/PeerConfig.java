package io.earshot.media.webrtc;

import io.earshot.media.sctp.SctpConfig;

/**
 * Settings of peer connections, the same for all of a process. Immutable.
 *
 * @param transport how the way to the other side is found and secured
 * @param data settings of data channels
 * @param jitterMinMs least delay of the jitter buffer, for tracks that are decoded
 * @param jitterMaxMs most delay of the jitter buffer
 * @param reportMs mean time between RTCP reports
 * @param redundancy offer to take Opus with redundancy (RFC 2198)
 */
public record PeerConfig(
        TransportConfig transport,
        SctpConfig data,
        int jitterMinMs,
        int jitterMaxMs,
        int reportMs,
        boolean redundancy) {

    public PeerConfig {
        if (jitterMinMs < 0 || jitterMaxMs < jitterMinMs || jitterMaxMs > 500) {
            throw new IllegalArgumentException(
                    "jitter must be 0 <= min <= max <= 500: " + jitterMinMs + ", " + jitterMaxMs);
        }
        if (reportMs < 100) {
            throw new IllegalArgumentException("reportMs must be at least 100: " + reportMs);
        }
    }

    /** The default data channels, 0 to 200 ms of jitter buffer, a report each second, redundancy taken. */
    public static PeerConfig of(TransportConfig transport) {
        return new PeerConfig(transport, SctpConfig.DEFAULT, 0, 200, 1_000, true);
    }
}
