package io.earshot.bridge.http;

import java.time.Duration;

/**
 * The HTTP listener. Immutable.
 *
 * @param host address to bind; loopback by default because the endpoints ask for no password
 * @param port TCP port, 0 for any free one
 * @param maxBody largest request body accepted, octets (413 beyond)
 * @param requestTimeout a request must be complete within this time, else the connection is closed
 * @param maxConnections connections at once; more are closed at once and counted
 */
public record HttpConfig(String host, int port, int maxBody, Duration requestTimeout, int maxConnections) {
    public HttpConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535");
        }
        if (maxBody < 1_024) {
            throw new IllegalArgumentException("max_body must be at least 1024 octets");
        }
        if (requestTimeout.isNegative() || requestTimeout.isZero()) {
            throw new IllegalArgumentException("request_timeout must be longer than 0");
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("max_connections must be at least 1");
        }
    }

    /** Loopback, port 8080. */
    public static HttpConfig defaults() {
        return new HttpConfig("127.0.0.1", 8080, 256 * 1024, Duration.ofSeconds(10), 200);
    }
}
