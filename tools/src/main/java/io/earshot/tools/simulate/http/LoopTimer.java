package io.earshot.tools.simulate.http;

import io.netty.channel.EventLoop;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * Timers of one event loop on a grid of one millisecond: whatever is due in the same millisecond shares one wake-up,
 * because a timer for each of hundreds of streams costs several times as much. Never early, late by up to the grid.
 * Confined to its event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored")
public final class LoopTimer {
    private static final long GRID_NS = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final EventLoop loop;
    private final long originNs = System.nanoTime();
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long sequence;
    private long wakeTick = NEVER;

    /** Something to be done once. Confined to its event loop. */
    public static final class Task implements Comparable<Task> {
        private final long tick;
        private final long sequence;
        private final Runnable action;
        private boolean cancelled;

        private Task(long tick, long sequence, Runnable action) {
            this.tick = tick;
            this.sequence = sequence;
            this.action = action;
        }

        /** Makes it not happen, if it has not happened yet. */
        public void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Task other) {
            return tick != other.tick ? Long.compare(tick, other.tick) : Long.compare(sequence, other.sequence);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    LoopTimer(EventLoop loop) {
        this.loop = loop;
    }

    /** The monotonic clock, in nanoseconds. */
    public long nowNs() {
        return System.nanoTime();
    }

    /** Runs {@code action} on the loop once {@code delayNs} have passed. */
    public Task after(long delayNs, Runnable action) {
        long at = nowNs() - originNs + Math.max(delayNs, 0);
        Task task = new Task((at + GRID_NS - 1) / GRID_NS, sequence++, action);
        tasks.add(task);
        wakeAt(task.tick);
        return task;
    }

    /** Runs {@code action} on the loop soon, from any thread. */
    public void execute(Runnable action) {
        loop.execute(action);
    }

    private void wakeAt(long tick) {
        if (tick < wakeTick) {
            wakeTick = tick;
            long delay = originNs + tick * GRID_NS - nowNs();
            loop.schedule(() -> wake(tick), Math.max(delay, 0), TimeUnit.NANOSECONDS);
        }
    }

    private void wake(long tick) {
        if (tick != wakeTick) {
            return; // an earlier wake-up took over
        }
        wakeTick = NEVER;
        long now = (nowNs() - originNs) / GRID_NS;
        for (Task head = tasks.peek(); head != null && head.tick <= now; head = tasks.peek()) {
            tasks.poll();
            run(head);
        }
        Task head = tasks.peek();
        if (head != null) {
            wakeAt(head.tick);
        }
    }

    private static void run(Task task) {
        if (!task.cancelled) {
            task.action.run();
        }
    }
}
