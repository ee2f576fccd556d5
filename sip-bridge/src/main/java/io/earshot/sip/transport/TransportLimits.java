package io.earshot.sip.transport;

import java.time.Duration;

/**
 * What a stranger may cost us before a call exists. Immutable.
 *
 * @param maxMessageBytes largest message taken from a stream, 1,024 to 65,535
 * @param readTimeout a TCP connection that carries no call is closed after this long without a message, and one that
 *     leaves a message unfinished for this long is closed always
 * @param maxConnections TCP connections open at once
 * @param maxConnectionsPerSource TCP connections open at once from one address
 */
public record TransportLimits(
        int maxMessageBytes, Duration readTimeout, int maxConnections, int maxConnectionsPerSource) {

    public TransportLimits {
        if (maxMessageBytes < 1024 || maxMessageBytes > 65_535) {
            throw new IllegalArgumentException("maxMessageBytes must be 1024 to 65535");
        }
        if (readTimeout.isNegative() || readTimeout.isZero()) {
            throw new IllegalArgumentException("readTimeout must be positive");
        }
        if (maxConnections < 1 || maxConnectionsPerSource < 1) {
            throw new IllegalArgumentException("connection limits must be positive");
        }
    }

    /** 65,535 bytes, 30 s, 1,000 connections, 200 from one address. */
    public static TransportLimits defaults() {
        return new TransportLimits(65_535, Duration.ofSeconds(30), 1000, 200);
    }
}
