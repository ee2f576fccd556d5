package io.earshot.bridge.overload;

import io.earshot.media.net.MediaLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A task that comes round on one loop every 20 ms and notes how late it was. Thread-safe because its {@link Lateness} is. */
final class LoopPulse {
    private final MediaLoop loop;
    private final Lateness lateness;
    private volatile @Nullable Thread thread;
    private @Nullable ScheduledFuture<?> beating;

    LoopPulse(MediaLoop loop, long windowNs) {
        this.loop = loop;
        this.lateness = new Lateness(windowNs, loop.nowNs());
    }

    void start() {
        beating = loop.eventLoop()
                .scheduleWithFixedDelay(this::beat, Lateness.PERIOD_NS, Lateness.PERIOD_NS, TimeUnit.NANOSECONDS);
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
        lateness.beat(loop.nowNs());
    }

    Lateness lateness() {
        return lateness;
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
