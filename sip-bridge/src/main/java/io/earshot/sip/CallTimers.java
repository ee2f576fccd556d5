package io.earshot.sip;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that wakes calls up; it only posts to their executors. Thread-safe because the executor is. */
final class CallTimers implements AutoCloseable {

    private final ScheduledThreadPoolExecutor executor;

    CallTimers(String name) {
        executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory());
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Runs {@code task} on the timer thread after the delay, unless the timers are closed. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void afterNs(long delayNs, Runnable task) {
        try {
            executor.schedule(task, delayNs, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Closed: nothing is due any more.
        }
    }

    /** The same, to be forgotten early by cancelling the result. */
    Future<?> cancellableAfterNs(long delayNs, Runnable task) {
        return executor.schedule(task, delayNs, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
