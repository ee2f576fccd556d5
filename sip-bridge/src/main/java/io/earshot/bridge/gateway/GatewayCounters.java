package io.earshot.bridge.gateway;

import io.earshot.bridge.call.RefusalCounters;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the front desk and the gateway did so far. Thread-safe because each count is an adder; labels are fixed words. */
public final class GatewayCounters {
    private final RefusalCounters refused;
    private final Map<String, LongAdder> joins = new ConcurrentHashMap<>();
    private final LongAdder joinNs = new LongAdder();
    private final LongAdder roomsClosed = new LongAdder();

    /** Counters of a front desk that shares its count of refusals with others at the door. */
    public GatewayCounters(RefusalCounters refused) {
        this.refused = refused;
    }

    void refused(String reason) {
        refused.count(reason);
    }

    void joined(long tookNs) {
        joins.computeIfAbsent("done", _ -> new LongAdder()).increment();
        joinNs.add(tookNs);
    }

    void notJoined(String reason) {
        joins.computeIfAbsent(reason, _ -> new LongAdder()).increment();
    }

    void roomClosed() {
        roomsClosed.increment();
    }

    /** INVITEs refused, by reason. */
    public Map<String, Long> refused() {
        return refused.counts();
    }

    /** Joins by outcome: {@code done}, or why not. */
    public Map<String, Long> joins() {
        return values(joins);
    }

    /** Time from the start of a join to its media path, all successful joins together, seconds. */
    public double joinSeconds() {
        return joinNs.sum() / 1e9;
    }

    /** Rooms deleted because the caller was the last to leave. */
    public long roomsClosed() {
        return roomsClosed.sum();
    }

    private static Map<String, Long> values(Map<String, LongAdder> counts) {
        Map<String, Long> values = new TreeMap<>();
        counts.forEach((name, count) -> values.put(name, count.sum()));
        return values;
    }
}
