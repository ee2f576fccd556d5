package io.earshot.bridge.call;

import io.earshot.bridge.log.CallMark;
import io.earshot.media.net.MediaLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call's use of its loop: what it logs there carries the call's mark, and a bug in one of its tasks ends this call and no other.
 * Thread-safe because it keeps nothing that changes.
 */
public final class CallLoop {
    private static final Logger log = LoggerFactory.getLogger(CallLoop.class);

    private final MediaLoop loop;
    private final CallMark mark;
    private final Runnable onBug;

    /** @param onBug ends the call; run on the loop */
    public CallLoop(MediaLoop loop, CallMark mark, Runnable onBug) {
        this.loop = loop;
        this.mark = mark;
        this.onBug = onBug;
    }

    /** Runs a task of the call. On the loop. */
    public void run(Runnable task) {
        try (CallMark.Scope _ = mark.open()) {
            task.run();
        } catch (RuntimeException bug) {
            log.error("call {} failed", mark.callId(), bug);
            onBug.run();
        }
    }

    /** Runs a task of the call on the loop, soon. */
    public void execute(Runnable task) {
        loop.execute(() -> run(task));
    }

    /** Runs a task of the call on the loop after some milliseconds, unless it is cancelled before. */
    public ScheduledFuture<?> after(long millis, Runnable task) {
        return loop.eventLoop().schedule(() -> run(task), millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Asks the call something on the loop, and waits for the answer.
     *
     * @throws IllegalStateException when there is none
     */
    public <T> T ask(Callable<T> question) {
        try {
            return loop.call(() -> {
                try (CallMark.Scope _ = mark.open()) {
                    return question.call();
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException("the call's loop did not answer", e);
        }
    }
}
