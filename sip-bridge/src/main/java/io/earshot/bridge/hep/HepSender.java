package io.earshot.bridge.hep;

import io.earshot.bridge.config.HepConfig;
import io.earshot.media.retry.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends packets to the collector on a thread of its own, from a bounded queue: who has something to tell never waits. While the
 * collector cannot be reached it is tried again with growing pauses, and what finds no room is dropped and counted. Thread-safe because
 * the queue and the counters are.
 */
final class HepSender implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final long CLOSE_MS = 2_000;

    private final BlockingQueue<Supplier<@Nullable HepPacket>> waiting;
    private final HepLink link;
    private final HepPacket.Agent agent;
    private final Thread worker;
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private volatile String problem = "";
    private volatile boolean closing;

    private HepSender(HepConfig config, String node) {
        this.waiting = new ArrayBlockingQueue<>(config.queue());
        this.link = new HepLink(config);
        this.agent =
                new HepPacket.Agent(config.captureId(), node, config.password().reveal());
        this.worker = Thread.ofPlatform().name("hep-sender").daemon().unstarted(this::work);
    }

    static HepSender start(HepConfig config, String node) {
        HepSender sender = new HepSender(config, node);
        sender.worker.start();
        return sender;
    }

    /** Sends what {@code packet} makes on the sending thread; null makes nothing. Never waits. */
    void offer(Supplier<@Nullable HepPacket> packet) {
        if (!waiting.offer(packet)) {
            dropped.increment();
        }
    }

    long sent() {
        return sent.sum();
    }

    long failed() {
        return failed.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    /** Packets that wait. */
    int waiting() {
        return waiting.size();
    }

    String problem() {
        return problem;
    }

    private void work() {
        Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, ThreadLocalRandom.current());
        while (!closing || !waiting.isEmpty()) {
            try {
                Supplier<@Nullable HepPacket> next = closing ? waiting.poll() : waiting.take();
                boolean reached = next == null || send(next);
                if (reached) {
                    backoff.reset();
                } else {
                    TimeUnit.NANOSECONDS.sleep(backoff.nextNs());
                }
            } catch (InterruptedException woken) {
                backoff.reset();
            }
        }
    }

    private boolean send(Supplier<@Nullable HepPacket> next) {
        HepPacket packet;
        try {
            packet = next.get();
        } catch (RuntimeException bug) {
            failed.increment();
            return true;
        }
        byte[] bytes = packet == null ? null : packet.encode(agent);
        if (bytes == null) {
            return true;
        }
        try {
            link.send(bytes);
            sent.increment();
            problem = "";
            return true;
        } catch (IOException e) {
            problem = "the collector cannot be reached: " + e.getClass().getSimpleName();
            failed.increment();
            return false;
        }
    }

    /** Sends what waits, for a moment at most. */
    @Override
    public void close() {
        closing = true;
        worker.interrupt();
        try {
            worker.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.close();
    }
}
