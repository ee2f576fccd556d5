package io.earshot.ai.provider.ws;

import java.time.Duration;

/**
 * Bounds of one WebSocket connection. Immutable.
 *
 * @param connectTimeout longest TCP connection attempt to one address
 * @param openTimeout longest time from the start (name lookup) to the accepted handshake
 * @param heartbeat interval of pings; a connection on which nothing came for two of them is given up
 * @param closeTimeout longest wait for the peer's answer to a close frame
 * @param maxMessageBytes largest message accepted, fragments together; a larger one closes with code 1009
 * @param maxQueuedBytes octets waiting for the network above which frames are refused (and counted)
 */
public record WebSocketLimits(
        Duration connectTimeout,
        Duration openTimeout,
        Duration heartbeat,
        Duration closeTimeout,
        int maxMessageBytes,
        int maxQueuedBytes) {
    public WebSocketLimits {
        requirePositive("connect_timeout", connectTimeout);
        requirePositive("open_timeout", openTimeout);
        requirePositive("heartbeat", heartbeat);
        requirePositive("close_timeout", closeTimeout);
        if (maxMessageBytes < 1_024 || maxMessageBytes > 16_777_216) {
            throw new IllegalArgumentException("max_message_bytes must be 1024 to 16777216");
        }
        if (maxQueuedBytes < 4_096 || maxQueuedBytes > 16_777_216) {
            throw new IllegalArgumentException("max_queued_bytes must be 4096 to 16777216");
        }
    }

    /** 3 s to connect, 5 s to open, pings each 30 s, messages to 1 MiB, 256 KiB waiting (8 s of 16 kHz audio). */
    public static WebSocketLimits defaults() {
        return new WebSocketLimits(
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                1_048_576,
                262_144);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than 0");
        }
    }
}
