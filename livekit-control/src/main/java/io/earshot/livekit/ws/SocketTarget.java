package io.earshot.livekit.ws;

import java.net.URI;
import java.time.Duration;

/**
 * Where to connect, and within which bounds. Immutable; not printed, since the bearer is a secret.
 *
 * @param uri {@code ws://} or {@code wss://} address with path and query
 * @param bearer token for the Authorization header
 * @param connectTimeout longest TCP connection attempt to one address
 * @param openTimeout longest time from the start (name lookup) to the accepted handshake
 * @param maxMessageBytes largest message accepted, fragments together
 * @param maxQueuedBytes octets waiting for the network above which sending is refused
 */
public record SocketTarget(
        URI uri,
        String bearer,
        Duration connectTimeout,
        Duration openTimeout,
        int maxMessageBytes,
        int maxQueuedBytes) {
    private static final int MAX_MESSAGE = 4 << 20;
    private static final int MAX_QUEUED = 1 << 20;

    /** With messages of up to 4 MB (a large room's roster) and 1 MB waiting. */
    public static SocketTarget of(URI uri, String bearer, Duration connectTimeout, Duration openTimeout) {
        return new SocketTarget(uri, bearer, connectTimeout, openTimeout, MAX_MESSAGE, MAX_QUEUED);
    }

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException when it is none of a WebSocket
     */
    public SocketTarget {
        if (uri.getHost() == null || !("ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("must be a ws:// or wss:// address with a host");
        }
    }

    boolean secure() {
        return "wss".equals(uri.getScheme());
    }

    /** Host without the brackets of an IPv6 address. */
    String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        return uri.getPort() > 0 ? uri.getPort() : secure() ? 443 : 80;
    }

    @Override
    public String toString() {
        return "SocketTarget[" + uri.getScheme() + "://" + uri.getHost() + ":" + port() + "]";
    }
}
