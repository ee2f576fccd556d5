package io.earshot.ai.provider;

import io.netty.channel.EventLoop;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Brings items from one blocking thread to a loop, in order. A crossing with a bounded queue: when it is full the
 * sender waits (nothing may be lost of a completion), and gives up after a time limit, which its sender treats as a
 * failure. Thread-safe because the queue and the flag are.
 */
public final class LoopMailbox<T> {
    private static final int CAPACITY = 256;
    private static final int LONGEST_WAIT_MS = 5_000;

    private final BlockingQueue<T> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final EventLoop loop;
    private final Consumer<T> taker;

    /** @param taker gets the items, on the loop */
    public LoopMailbox(EventLoop loop, Consumer<T> taker) {
        this.loop = loop;
        this.taker = taker;
    }

    /** Hands an item over; false when the loop did not take any for too long or is gone. Blocks: never on a loop. */
    public boolean post(T item) {
        try {
            if (!queue.offer(item, LONGEST_WAIT_MS, TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (scheduled.compareAndSet(false, true)) {
                loop.execute(this::drain);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void drain() {
        scheduled.set(false);
        for (T item = queue.poll(); item != null; item = queue.poll()) {
            taker.accept(item);
        }
    }
}
