package io.earshot.media.sctp;

/**
 * Settings of one association. Immutable.
 *
 * @param packetBytes most octets in one SCTP packet; DTLS, UDP and IP come on top
 * @param maxMessageBytes longest message, sent or received ({@code a=max-message-size})
 * @param sendBufferBytes most octets that wait for delivery, over all channels
 * @param receiveBufferBytes most octets that wait for what is missing, over all channels; the window offered to the peer
 * @param maxChannels most channels at a time
 * @param rtoInitialMs retransmission timeout before a round trip was measured
 * @param rtoMinMs least retransmission timeout
 * @param rtoMaxMs greatest retransmission timeout
 * @param maxRetransmissions repetitions in a row without an answer before the association is given up
 * @param ackDelayMs how long an acknowledgement may wait for another packet
 * @param heartbeatMs idle time after which the peer is asked for a sign of life
 * @param cookieLifeMs how long a handshake may take
 */
public record SctpConfig(
        int packetBytes,
        int maxMessageBytes,
        int sendBufferBytes,
        int receiveBufferBytes,
        int maxChannels,
        int rtoInitialMs,
        int rtoMinMs,
        int rtoMaxMs,
        int maxRetransmissions,
        int ackDelayMs,
        int heartbeatMs,
        int cookieLifeMs) {
    /**
     * Packets of 1,120 octets (1,200 with DTLS), messages of 64 KiB, 1 MiB to send, 256 KiB to receive, 64 channels, timeouts from 250 ms to 5 s
     * (first 500 ms), 10 repetitions, acknowledgements within 50 ms, heartbeats each 30 s, cookies for 60 s. Shorter times
     * than RFC 9260 advises, since a digit or a word that was lost is wanted soon.
     */
    public static final SctpConfig DEFAULT =
            new SctpConfig(1_120, 65_536, 1 << 20, 1 << 18, 64, 500, 250, 5_000, 10, 50, 30_000, 60_000);

    public SctpConfig {
        if (packetBytes < 512 || packetBytes > 16_384) {
            throw new IllegalArgumentException("packetBytes must be 512 to 16384: " + packetBytes);
        }
        if (maxMessageBytes < 1_024
                || maxMessageBytes > receiveBufferBytes / 2
                || maxMessageBytes > sendBufferBytes / 2) {
            throw new IllegalArgumentException("maxMessageBytes must be 1024 up to half a buffer: " + maxMessageBytes);
        }
        if (maxChannels < 1 || maxChannels > 1_024) {
            throw new IllegalArgumentException("maxChannels must be 1 to 1024: " + maxChannels);
        }
        if (rtoMinMs < 10 || rtoInitialMs < rtoMinMs || rtoMaxMs < rtoInitialMs) {
            throw new IllegalArgumentException("timeouts must be 10 <= min <= initial <= max");
        }
        if (maxRetransmissions < 1 || ackDelayMs < 0 || ackDelayMs > 500 || heartbeatMs < 1 || cookieLifeMs < 1) {
            throw new IllegalArgumentException("repetitions, delays and lives must be positive");
        }
    }
}
