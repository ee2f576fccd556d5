package io.earshot.media.webrtc;

import io.earshot.media.net.MediaLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Wakes its owner at the earliest of the times it was given; an earlier wake than needed is harmless. Confined to its loop. */
final class Alarm {
    private static final long NEVER = Long.MAX_VALUE;

    private final MediaLoop loop;
    private final Runnable ring;
    private @Nullable ScheduledFuture<?> pending;
    private long pendingNs;

    Alarm(MediaLoop loop, Runnable onDeadline) {
        this.loop = loop;
        this.ring = () -> {
            pending = null;
            onDeadline.run();
        };
    }

    /** Rings at {@code deadlineNs} at the latest; {@link Long#MAX_VALUE} asks for nothing. */
    void set(long deadlineNs) {
        if (deadlineNs == NEVER || (pending != null && pendingNs - deadlineNs <= 0)) {
            return;
        }
        cancel();
        pendingNs = deadlineNs;
        long delayNs = Math.max(0, deadlineNs - loop.nowNs());
        pending = loop.eventLoop().schedule(ring, delayNs, TimeUnit.NANOSECONDS);
    }

    void cancel() {
        if (pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }
}
