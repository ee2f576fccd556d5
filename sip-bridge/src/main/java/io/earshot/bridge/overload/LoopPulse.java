package io.earshot.bridge.overload;

import io.earshot.media.net.MediaLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * A task that comes round on one loop every 20 ms and notes how late it was. Thread-safe: the loop writes to a ring of
 * atomics, the watching thread reads it.
 */
final class LoopPulse {
    static final long PERIOD_NS = 20_000_000;

    private final MediaLoop loop;
    private final AtomicLongArray lateNs;
    private volatile long dueNs;
    private volatile @Nullable Thread thread;
    private @Nullable ScheduledFuture<?> beating;
    private int at;

    LoopPulse(MediaLoop loop, long windowNs) {
        this.loop = loop;
        this.lateNs = new AtomicLongArray((int) Math.max(10, windowNs / PERIOD_NS));
    }

    void start() {
        dueNs = loop.nowNs() + PERIOD_NS;
        beating = loop.eventLoop().scheduleWithFixedDelay(this::beat, PERIOD_NS, PERIOD_NS, TimeUnit.NANOSECONDS);
    }

    void stop() {
        if (beating != null) {
            beating.cancel(false);
        }
    }

    private void beat() {
        if (thread == null) {
            thread = Thread.currentThread();
        }
        long nowNs = loop.nowNs();
        lateNs.setRelease(at, Math.max(0, nowNs - dueNs));
        at = (at + 1) % lateNs.length();
        dueNs = nowNs + PERIOD_NS;
    }

    /** How late the loop is now, when it is due and has not come. */
    long overdueNs(long nowNs) {
        return Math.max(0, nowNs - dueNs);
    }

    /** The 99th percentile of the window, or what is overdue now if that is more. */
    long latenessNs(long nowNs) {
        long[] all = new long[lateNs.length()];
        for (int i = 0; i < all.length; i++) {
            all[i] = lateNs.getAcquire(i);
        }
        Arrays.sort(all);
        return Math.max(overdueNs(nowNs), all[(int) Math.ceil(all.length * 0.99) - 1]);
    }

    /** What the loop's thread does now, for a log. */
    String stack() {
        Thread running = thread;
        if (running == null) {
            return "(not begun)";
        }
        StringBuilder text = new StringBuilder(running.getName());
        for (StackTraceElement element : running.getStackTrace()) {
            text.append("\n    at ").append(element);
        }
        return text.toString();
    }
}
