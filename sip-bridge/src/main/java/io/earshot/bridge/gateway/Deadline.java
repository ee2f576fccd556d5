package io.earshot.bridge.gateway;

import io.earshot.media.net.MediaLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one thing that a leg waits for at most so long. Confined to the call's loop. */
final class Deadline {
    private final MediaLoop loop;
    private final Consumer<RuntimeException> onBug;
    private @Nullable ScheduledFuture<?> timer;

    /** @param onBug told when what was to run failed */
    Deadline(MediaLoop loop, Consumer<RuntimeException> onBug) {
        this.loop = loop;
        this.onBug = onBug;
    }

    /** Runs {@code then} after {@code time}, in place of what was to run before. */
    void set(Duration time, Runnable then) {
        cancel();
        timer = loop.eventLoop().schedule(() -> run(then), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run(Runnable then) {
        try {
            then.run();
        } catch (RuntimeException bug) {
            onBug.accept(bug);
        }
    }

    void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
