package io.earshot.ai.provider;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One timer on a loop for a core whose deadline moves often: a deadline that moves later costs nothing, because the
 * timer wakes at the earlier time and then asks again. Confined to its loop.
 */
public final class LoopTimer {
    /** A core that waits for something. */
    public interface Deadline {
        /** When to wake, monotonic nanoseconds; {@link Long#MAX_VALUE} for never. */
        long deadlineNs();

        /** The deadline has passed. */
        void onDeadline(long nowNs);
    }

    private final EventLoop loop;
    private final Deadline deadline;
    private @Nullable ScheduledFuture<?> wakeUp;
    private long wakeUpNs = Long.MAX_VALUE;
    private boolean stopped;

    public LoopTimer(EventLoop loop, Deadline deadline) {
        this.loop = loop;
        this.deadline = deadline;
    }

    /** Monotonic time as the cores see it. */
    public static long nowNs() {
        return System.nanoTime();
    }

    /** Looks at the deadline again after it may have come closer. Allocates only when it did. */
    public void update() {
        long wanted = deadline.deadlineNs();
        if (stopped || wanted == Long.MAX_VALUE || (wakeUp != null && wakeUpNs - wanted <= 0)) {
            return;
        }
        cancelWakeUp();
        wakeUpNs = wanted;
        wakeUp = loop.schedule(this::wake, Math.max(0, wanted - nowNs()), TimeUnit.NANOSECONDS);
    }

    /** Ends the timer for good. */
    public void stop() {
        stopped = true;
        cancelWakeUp();
    }

    private void wake() {
        wakeUp = null;
        if (stopped) {
            return;
        }
        long nowNs = nowNs();
        long wanted = deadline.deadlineNs();
        if (wanted != Long.MAX_VALUE && wanted - nowNs <= 0) {
            deadline.onDeadline(nowNs);
        }
        update();
    }

    private void cancelWakeUp() {
        if (wakeUp != null) {
            wakeUp.cancel(false);
            wakeUp = null;
        }
    }
}
