package io.earshot.bridge.guard;

import io.earshot.sip.transport.SourceKey;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * The sources that are not listened to. Asking costs one look-up. When the table is full the ban that ends first makes room.
 * Thread-safe: the table is concurrent, changes are synchronized.
 */
final class Bans {
    private final Map<Long, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(String reason, Instant since, Duration duration, long untilNs, LongAdder dropped) {}

    /**
     * A ban as others see it. Immutable.
     *
     * @param source address, or network in IPv6
     * @param reason which misdeed
     * @param dropped datagrams, messages and connections refused since
     */
    record Ban(String source, String reason, Instant since, Instant until, long dropped) {}

    /** Whether a source is banned now; what it sent is counted. */
    boolean holds(long source, long nowNs) {
        Entry entry = entries.isEmpty() ? null : entries.get(source);
        if (entry == null) {
            return false;
        }
        if (nowNs - entry.untilNs >= 0) {
            entries.remove(source, entry);
            return false;
        }
        entry.dropped.increment();
        return true;
    }

    /** Bans a source; false when it is banned already. */
    synchronized boolean add(long source, String reason, Instant since, Duration duration, long nowNs, int most) {
        sweep(nowNs);
        if (entries.containsKey(source)) {
            return false;
        }
        if (entries.size() >= most) {
            entries.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().untilNs - nowNs))
                    .ifPresent(first -> entries.remove(first.getKey()));
        }
        entries.put(source, new Entry(reason, since, duration, nowNs + duration.toNanos(), new LongAdder()));
        return true;
    }

    /** Ends a ban; false when there was none. */
    synchronized boolean lift(long source) {
        return entries.remove(source) != null;
    }

    /** Ends the bans of sources that are trusted now. */
    synchronized void liftIf(Predicate<InetAddress> trusted) {
        entries.keySet().removeIf(source -> trusted.test(SourceKey.address(source)));
    }

    /** Ends all bans; how many there were. */
    synchronized int liftAll() {
        int all = entries.size();
        entries.clear();
        return all;
    }

    /** All bans, the latest first. */
    synchronized List<Ban> list(long nowNs) {
        sweep(nowNs);
        return entries.entrySet().stream()
                .map(entry -> ban(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Ban::since).reversed())
                .toList();
    }

    synchronized int size(long nowNs) {
        sweep(nowNs);
        return entries.size();
    }

    private static Ban ban(long source, Entry entry) {
        return new Ban(
                SourceKey.text(source),
                entry.reason,
                entry.since,
                entry.since.plus(entry.duration),
                entry.dropped.sum());
    }

    private void sweep(long nowNs) {
        entries.values().removeIf(entry -> nowNs - entry.untilNs >= 0);
    }
}
