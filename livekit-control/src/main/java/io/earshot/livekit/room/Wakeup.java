package io.earshot.livekit.room;

import io.earshot.media.net.MediaLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One timer for a core whose deadline moves often: a deadline that moves later costs nothing. Confined to its loop. */
final class Wakeup {
    private static final long NEVER = Long.MAX_VALUE;

    private final MediaLoop loop;
    private final LongSupplier deadlineNs;
    private final Runnable due;
    private @Nullable ScheduledFuture<?> timer;
    private long timerNs = NEVER;
    private boolean stopped;

    Wakeup(MediaLoop loop, LongSupplier deadlineNs, Runnable due) {
        this.loop = loop;
        this.deadlineNs = deadlineNs;
        this.due = due;
    }

    /** Looks at the deadline again after it may have come closer. */
    void update() {
        long wanted = deadlineNs.getAsLong();
        if (stopped || wanted == NEVER || (timer != null && timerNs - wanted <= 0)) {
            return;
        }
        cancel();
        timerNs = wanted;
        timer = loop.eventLoop().schedule(this::wake, Math.max(0, wanted - loop.nowNs()), TimeUnit.NANOSECONDS);
    }

    /** Ends the timer for good. */
    void stop() {
        stopped = true;
        cancel();
    }

    private void wake() {
        timer = null;
        if (stopped) {
            return;
        }
        long wanted = deadlineNs.getAsLong();
        if (wanted != NEVER && wanted - loop.nowNs() <= 0) {
            due.run();
        }
        update();
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
