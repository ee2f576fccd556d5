package io.earshot.bridge.guard;

import io.earshot.bridge.config.CapsConfig;
import io.earshot.sip.transport.SourceKey;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** The calls that run, by trunk, source and calling number, against the caps. Thread-safe: every method is synchronized. */
final class CallSlots {
    private final Map<String, Held> held = new HashMap<>();
    private final Map<String, Integer> trunks = new HashMap<>();
    private final Map<String, Integer> sources = new HashMap<>();
    private final Map<String, Integer> callers = new HashMap<>();

    private record Held(String trunk, String source, String caller) {}

    /** What became of a call that wants a place. */
    enum Outcome {
        TAKEN,
        TRUNK_FULL,
        SOURCE_FULL,
        CALLER_FULL
    }

    /** Takes a place for a call, where there is one; it is kept until {@link #release}. */
    synchronized Outcome take(String callId, String trunk, CapsConfig caps, InetAddress source, String caller) {
        boolean named = !caller.isEmpty() && !caller.equalsIgnoreCase("anonymous");
        Held wanted = new Held(trunk, trunk + ' ' + SourceKey.of(source), named ? trunk + ' ' + caller : "");
        if (full(trunks, wanted.trunk(), caps.calls())) {
            return Outcome.TRUNK_FULL;
        }
        if (full(sources, wanted.source(), caps.perSource())) {
            return Outcome.SOURCE_FULL;
        }
        if (named && full(callers, wanted.caller(), caps.perCaller())) {
            return Outcome.CALLER_FULL;
        }
        held.put(callId, wanted);
        trunks.merge(wanted.trunk(), 1, Integer::sum);
        sources.merge(wanted.source(), 1, Integer::sum);
        callers.merge(wanted.caller(), 1, Integer::sum);
        return Outcome.TAKEN;
    }

    /** The call needs its place no more; nothing happens when it had none. */
    synchronized void release(String callId) {
        Held gone = held.remove(callId);
        if (gone != null) {
            less(trunks, gone.trunk());
            less(sources, gone.source());
            less(callers, gone.caller());
        }
    }

    /** Calls that run, by trunk; trunks without any are left out. */
    synchronized Map<String, Integer> byTrunk() {
        return Map.copyOf(trunks);
    }

    private static boolean full(Map<String, Integer> counts, String key, int most) {
        return most > 0 && counts.getOrDefault(key, 0) >= most;
    }

    private static void less(Map<String, Integer> counts, String key) {
        counts.computeIfPresent(key, (_, count) -> count > 1 ? count - 1 : null);
    }
}
