package io.earshot.bridge.config;

import java.time.Duration;

/**
 * The HTTP listener. Immutable.
 *
 * @param host address to bind; another one than loopback needs TLS, and tokens or clients' certificates
 * @param port TCP port, 0 for any free one
 * @param healthPort further TCP port on which {@code /health} alone is served, without TLS; 0: none
 * @param maxBody largest request body accepted, octets (413 beyond)
 * @param requestTimeout a request must be complete within this time, else the connection is closed
 * @param maxConnections connections at once; beyond it the one that has waited longest for a request gives way
 * @param maxConnectionsPerSource likewise from one address
 * @param insecure serve without TLS and tokens on an address that others can reach
 * @param tokens who may ask
 * @param tls TLS
 */
public record HttpConfig(
        String host,
        int port,
        int healthPort,
        int maxBody,
        Duration requestTimeout,
        int maxConnections,
        int maxConnectionsPerSource,
        boolean insecure,
        HttpTokens tokens,
        HttpTls tls) {
    public HttpConfig {
        if (port < 0 || port > 65_535 || healthPort < 0 || healthPort > 65_535) {
            throw new IllegalArgumentException("port and health_port must be 0 to 65535");
        }
        if (maxBody < 1_024) {
            throw new IllegalArgumentException("max_body must be at least 1024 octets");
        }
        if (requestTimeout.isNegative() || requestTimeout.isZero()) {
            throw new IllegalArgumentException("request_timeout must be longer than 0");
        }
        if (maxConnections < 1 || maxConnectionsPerSource < 1) {
            throw new IllegalArgumentException("max_connections and max_connections_per_source must be at least 1");
        }
        if (!insecure && !loopback(host)) {
            requireProtection(host, tokens, tls);
        }
    }

    private static void requireProtection(String host, HttpTokens tokens, HttpTls tls) {
        String wanted = tls.given() ? "" : "http.tls.certificate and http.tls.key";
        if (tokens.admin().isEmpty() && tls.clientCa().isEmpty()) {
            wanted += (wanted.isEmpty() ? "" : ", and ") + "http.tokens.admin";
        }
        if (!wanted.isEmpty()) {
            throw new IllegalArgumentException("host " + host + " can be reached by others, so " + wanted
                    + " must be given; or keep host on 127.0.0.1; or, at your own risk, set http.insecure to true");
        }
    }

    /** Whether nobody but this machine reaches an address. */
    public static boolean loopback(String host) {
        return host.equals("localhost") || host.matches("127(\\.[0-9]{1,3}){3}") || host.equals("::1");
    }

    /** Loopback, port 8080. */
    public static HttpConfig defaults() {
        return on("127.0.0.1", 8080);
    }

    /** On that address, for everybody who reaches it. */
    public static HttpConfig on(String host, int port) {
        return new HttpConfig(
                        host,
                        port,
                        0,
                        256 * 1024,
                        Duration.ofSeconds(10),
                        500,
                        250,
                        true,
                        HttpTokens.none(),
                        HttpTls.none())
                .secure(loopback(host));
    }

    private HttpConfig secure(boolean secure) {
        return new HttpConfig(
                host,
                port,
                healthPort,
                maxBody,
                requestTimeout,
                maxConnections,
                maxConnectionsPerSource,
                !secure,
                tokens,
                tls);
    }

    /** The same with other limits. */
    public HttpConfig withLimits(int body, Duration timeout, int connections, int perSource) {
        return new HttpConfig(host, port, healthPort, body, timeout, connections, perSource, insecure, tokens, tls);
    }

    /** The same with protection. */
    public HttpConfig withProtection(HttpTokens newTokens, HttpTls newTls) {
        return new HttpConfig(
                host,
                port,
                healthPort,
                maxBody,
                requestTimeout,
                maxConnections,
                maxConnectionsPerSource,
                insecure,
                newTokens,
                newTls);
    }

    /** A listener on another port of the same address that asks for nothing, since what it serves protects itself. */
    public HttpConfig open(int otherPort, int body) {
        return on(host, otherPort).withLimits(body, requestTimeout, maxConnections, maxConnectionsPerSource);
    }
}
