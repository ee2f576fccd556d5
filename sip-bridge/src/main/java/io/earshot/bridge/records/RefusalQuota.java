package io.earshot.bridge.records;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many refused calls have a record: so many a second of each reason, so that a flood neither fills the disk nor hides refusals for
 * other reasons. Reasons are a few fixed words. Thread-safe because every access holds the lock.
 */
public final class RefusalQuota {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int MOST_REASONS = 40;

    private final int perSecond;
    private final LongSupplier nanoClock;
    private final Map<String, Window> windows = new HashMap<>();
    private final AtomicLong leftOut = new AtomicLong();

    private static final class Window {
        private long beganNs;
        private int count;
    }

    /** @param perSecond records a second and reason; 0: none */
    public RefusalQuota(int perSecond, LongSupplier nanoClock) {
        this.perSecond = perSecond;
        this.nanoClock = nanoClock;
    }

    /** Takes a place for a call refused for this reason; false, and counted, when there is none now. */
    public boolean take(String reason) {
        boolean taken = perSecond > 0 && withinSecond(reason);
        if (!taken) {
            leftOut.incrementAndGet();
        }
        return taken;
    }

    /** Refused calls without a record. */
    public long leftOut() {
        return leftOut.get();
    }

    private synchronized boolean withinSecond(String reason) {
        long nowNs = nanoClock.getAsLong();
        String label = windows.containsKey(reason) || windows.size() < MOST_REASONS ? reason : "other";
        Window window = windows.get(label);
        if (window == null || nowNs - window.beganNs >= SECOND_NS) {
            window = new Window();
            window.beganNs = nowNs;
            windows.put(label, window);
        }
        return ++window.count <= perSecond;
    }
}
