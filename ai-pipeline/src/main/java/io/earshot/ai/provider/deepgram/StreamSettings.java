package io.earshot.ai.provider.deepgram;

import io.earshot.ai.provider.ws.WebSocketLimits;
import java.time.Duration;

/**
 * How audio travels and what happens when the connection fails. Immutable.
 *
 * @param sendEvery audio gathered into one frame, 20 to 100 ms; 0: each packet is sent as it came
 * @param quietSendEvery the same while the caller is silent and no turn is open, not below {@code sendEvery} unless 0
 * @param buffer audio kept while there is no connection (200 ms to 30 s); beyond it the oldest is dropped
 * @param reconnects connections tried after a failure before the stream fails (0 to 5)
 * @param reconnectDelay wait before the first of them (doubled for each further one)
 * @param longestWait a vendor's "retry after" longer than this fails the stream at once
 * @param stableAfter how long a connection must hold for the count of reconnects to start again
 * @param stall no message for so long, while audio flows and an answer is due, counts as a lost connection; 0: never
 * @param socket bounds of the connection
 */
public record StreamSettings(
        Duration sendEvery,
        Duration quietSendEvery,
        Duration buffer,
        int reconnects,
        Duration reconnectDelay,
        Duration longestWait,
        Duration stableAfter,
        Duration stall,
        WebSocketLimits socket) {
    public StreamSettings {
        requireFrame(sendEvery, "send_every");
        requireFrame(quietSendEvery, "quiet_send_every");
        if (buffer.toMillis() < 200 || buffer.toMillis() > 30_000) {
            throw new IllegalArgumentException("buffer must be 200ms to 30s");
        }
        if (reconnects < 0 || reconnects > 5) {
            throw new IllegalArgumentException("reconnects must be 0 to 5");
        }
        if (reconnectDelay.isNegative() || longestWait.isNegative() || stableAfter.isNegative() || stall.isNegative()) {
            throw new IllegalArgumentException("times must not be negative");
        }
    }

    private static void requireFrame(Duration length, String name) {
        if (!length.isZero() && (length.toMillis() < 20 || length.toMillis() > 100)) {
            throw new IllegalArgumentException(name + " must be 0 or 20ms to 100ms");
        }
    }

    /** Each packet at once, four in one while nobody speaks, 5 s kept, one reconnect after 200 ms (again after 10 s up), 2 s longest wait, 5 s stall. */
    public static StreamSettings defaults() {
        return new StreamSettings(
                Duration.ZERO,
                Duration.ofMillis(80),
                Duration.ofSeconds(5),
                1,
                Duration.ofMillis(200),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                WebSocketLimits.defaults());
    }
}
