package io.earshot.bridge.config;

import java.time.Duration;

/**
 * How long to wait for a LiveKit server. Immutable.
 *
 * @param connect a TCP or TLS connection
 * @param request the answer to one request of the API
 * @param join from the first try to join a room until its media flows
 */
public record LiveKitTimeouts(Duration connect, Duration request, Duration join) {
    public LiveKitTimeouts {
        if (!connect.isPositive() || !request.isPositive() || !join.isPositive()) {
            throw new IllegalArgumentException("timeouts must be longer than 0");
        }
    }

    /** 2 s, 5 s, 10 s. */
    public static LiveKitTimeouts defaults() {
        return new LiveKitTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10));
    }
}
