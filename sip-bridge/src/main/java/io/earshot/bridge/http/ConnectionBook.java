package io.earshot.bridge.http;

import io.earshot.bridge.config.HttpConfig;
import io.earshot.sip.transport.SourceKey;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a listener against its caps. When a cap is reached, the connection that has waited longest for a request gives
 * way to a new one, so that connections which are held open for nothing keep nobody out. Confined to the listener's I/O thread.
 */
final class ConnectionBook {
    /** A connection that came just now will send its request in a moment. */
    private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(1);

    private final HttpConfig config;
    private final HttpCounters counters;
    private final Map<Channel, Long> all = new HashMap<>();
    private final Map<Long, Integer> sources = new HashMap<>();
    /** Connections without a whole request, the longest wait first, and since when. */
    private final Map<Channel, Long> waiting = new LinkedHashMap<>();

    ConnectionBook(HttpConfig config, HttpCounters counters) {
        this.config = config;
        this.counters = counters;
    }

    /** Takes a new connection; false when there is no room for it. */
    boolean admits(Channel channel) {
        long source = SourceKey.of(((InetSocketAddress) channel.remoteAddress()).getAddress());
        boolean crowded = sources.getOrDefault(source, 0) >= config.maxConnectionsPerSource();
        boolean full = all.size() >= config.maxConnections();
        if ((crowded && !evict(source)) || (!crowded && full && !evict(null))) {
            counters.surplus();
            return false;
        }
        all.put(channel, source);
        sources.merge(source, 1, Integer::sum);
        waits(channel);
        counters.opened();
        channel.closeFuture().addListener(_ -> forget(channel));
        return true;
    }

    /** The connection waits for a request from now on. */
    void waits(Channel channel) {
        waiting.remove(channel);
        if (all.containsKey(channel)) {
            waiting.put(channel, System.nanoTime());
        }
    }

    /** A whole request has come and is being answered. */
    void works(Channel channel) {
        waiting.remove(channel);
    }

    /** Makes room by the longest wait, of one source or of all. */
    private boolean evict(@Nullable Long source) {
        long nowNs = System.nanoTime();
        for (Map.Entry<Channel, Long> one : waiting.entrySet()) {
            if (nowNs - one.getValue() < GRACE_NS) {
                return false;
            }
            if (source == null || source.equals(all.get(one.getKey()))) {
                Channel victim = one.getKey();
                forget(victim);
                victim.close();
                counters.evicted();
                return true;
            }
        }
        return false;
    }

    private void forget(Channel channel) {
        Long source = all.remove(channel);
        if (source != null) {
            waiting.remove(channel);
            sources.computeIfPresent(source, (_, count) -> count > 1 ? count - 1 : null);
            counters.closed();
        }
    }
}
