package io.earshot.bridge.records;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of ended calls, each on a thread of its own with a bounded queue: a slow or failing one harms neither the
 * others nor the call's loop. A listener that is too far behind misses records, which are counted; the journal is no listener.
 * Thread-safe because the list is a copy on write and the queues are concurrent.
 */
final class EndedListeners implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EndedListeners.class);
    private static final int MOST_WAITING = 10_000;
    private static final long LONGEST_CLOSE_MS = 5_000;

    private final List<Desk> desks = new CopyOnWriteArrayList<>();
    private final AtomicLong missed = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();

    /** Adds a listener; it is told of what ends from now on. */
    void add(Consumer<CallRecord> listener) {
        desks.add(new Desk(listener));
    }

    /** Hands a record to every listener's queue; never waits. */
    void tell(CallRecord record) {
        for (Desk desk : desks) {
            if (!desk.queue.offer(new Entry(record))) {
                missed.incrementAndGet();
            }
        }
    }

    /** Records that a listener missed because its queue was full. */
    long missed() {
        return missed.get();
    }

    /** Exceptions that listeners threw. */
    long faults() {
        return faults.get();
    }

    /** Lets listeners finish what waits, for five seconds at most. */
    @Override
    public void close() {
        desks.forEach(Desk::stop);
        long deadlineNs = System.nanoTime() + LONGEST_CLOSE_MS * 1_000_000;
        desks.forEach(desk -> desk.await(deadlineNs));
        desks.clear();
    }

    private record Entry(@Nullable CallRecord record) {}

    private final class Desk {
        private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>(MOST_WAITING);
        private final Consumer<CallRecord> listener;
        private final Thread thread;

        Desk(Consumer<CallRecord> listener) {
            this.listener = listener;
            this.thread = Thread.ofVirtual().name("ended-calls").start(this::run);
        }

        void stop() {
            if (!queue.offer(new Entry(null))) {
                thread.interrupt();
            }
        }

        void await(long deadlineNs) {
            try {
                long left = Math.max(1, (deadlineNs - System.nanoTime()) / 1_000_000);
                if (!thread.join(Duration.ofMillis(left))) {
                    thread.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void run() {
            try {
                CallRecord record = queue.take().record();
                while (record != null) {
                    tell(record);
                    record = queue.take().record();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void tell(CallRecord record) {
            try {
                listener.accept(record);
            } catch (RuntimeException bug) {
                if (faults.getAndIncrement() == 0) {
                    log.error("a listener of ended calls failed; later failures are only counted", bug);
                }
            }
        }
    }
}
