package io.earshot.sip.transport;

import io.earshot.sip.tls.TlsConfig;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How many handshakes strangers may cost us: so many at once, and of one address so many in two seconds. Remembers at most
 * {@value #MAX_SOURCES} addresses; the rest share one count. Thread-safe because its methods are synchronized.
 */
final class HandshakeGate {
    static final long WINDOW_NS = TimeUnit.SECONDS.toNanos(2);
    private static final int MAX_SOURCES = 4_096;

    private final Set<String> trusted;
    private final Map<InetAddress, Integer> begun = new HashMap<>();
    private int overflow;
    private int running;
    private long windowStartNs = Long.MIN_VALUE;

    HandshakeGate(Set<String> trusted) {
        this.trusted = trusted;
    }

    /** Whether one more handshake of that address may begin; if so, {@link #leave} must follow. */
    synchronized boolean enter(InetAddress source, TlsConfig limits, long nowNs) {
        if (windowStartNs == Long.MIN_VALUE || nowNs - windowStartNs >= WINDOW_NS) {
            begun.clear();
            overflow = 0;
            windowStartNs = nowNs;
        }
        boolean known = trusted.contains(source.getHostAddress());
        if (!known && (running >= limits.maxHandshakes() || count(source) > limits.handshakesPerSource())) {
            return false;
        }
        running++;
        return true;
    }

    private int count(InetAddress source) {
        return begun.size() >= MAX_SOURCES && !begun.containsKey(source)
                ? ++overflow
                : begun.merge(source, 1, Integer::sum);
    }

    /** A handshake is over. */
    synchronized void leave() {
        running--;
    }
}
