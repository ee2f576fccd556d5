package io.earshot.bridge.drain;

import io.earshot.bridge.health.Health;
import io.earshot.bridge.health.HealthState;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Tally;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains a bridge, and takes that back.
 *
 * <pre>
 * OPEN ── begin ──► DRAINING ── no call left ──► DRAINED
 *   ▲                  │ └── deadline ──► FORCING ──┘ │
 *   └────── cancel ────┴──────────────────────────────┘
 * </pre>
 *
 * Thread-safe because every change holds the monitor; one virtual thread waits.
 */
public final class Drain {
    /** In the order of the circuit. */
    public enum State {
        /** Calls are taken. */
        OPEN,
        /** No new calls; running ones go on. */
        DRAINING,
        /** The deadline has passed, and the rest are being ended. */
        FORCING,
        /** No call is left. */
        DRAINED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How a drain stands. Immutable.
     *
     * @param state what happens now
     * @param running calls left
     * @param finished calls that ended by themselves since it began
     * @param forced calls that were ended at the deadline
     * @param secondsLeft until the deadline
     */
    public record Progress(String state, int running, int finished, int forced, long secondsLeft) {}

    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    private static final long LOOK_MS = 50;
    private static final long TELL_NS = 5_000_000_000L;
    /** A goodbye of some words, and the hang-up after it. */
    private static final Duration FAREWELL = Duration.ofSeconds(8);

    private final Premises premises;
    private final BooleanSupplier farewell;
    private final Tally calls = new Tally("outcome");
    private State state = State.OPEN;
    private int atBegin;
    private int forced;
    private int finished;
    private long deadlineNs;
    private @Nullable Thread waiting;

    /** @param farewell whether callers are told before their calls are ended at the deadline, asked then */
    public Drain(Premises premises, BooleanSupplier farewell) {
        this.premises = premises;
        this.farewell = farewell;
    }

    /** Takes no more calls, and ends those that run after {@code longest}; a drain under way gets that deadline instead. */
    public synchronized Progress begin(Duration longest, String why) {
        deadlineNs = System.nanoTime() + longest.toNanos();
        if (state == State.OPEN) {
            premises.shut();
            atBegin = premises.running();
            forced = 0;
            finished = 0;
            become(State.DRAINING);
            log.info("draining ({}): {} calls run, {} s until they are ended", why, atBegin, longest.toSeconds());
            waiting = Thread.ofVirtual().name("drain").start(this::run);
        }
        return progress();
    }

    /** Takes calls again. What was ended stays ended. */
    public synchronized Progress cancel() {
        if (state != State.OPEN) {
            become(State.OPEN);
            if (waiting != null) {
                waiting.interrupt();
            }
            premises.open();
            log.info("no longer draining: calls are taken again");
        }
        return progress();
    }

    /** Waits until no call is left, or the drain was cancelled; gives how it stands then. */
    public Progress await() throws InterruptedException {
        Thread running;
        synchronized (this) {
            running = waiting;
        }
        if (running != null) {
            running.join();
        }
        return progress();
    }

    /** How it stands. */
    public synchronized Progress progress() {
        int running = premises.running();
        boolean timed = state == State.DRAINING;
        long left = timed ? Math.max(0, deadlineNs - System.nanoTime()) / 1_000_000_000 : 0;
        int gone = state == State.DRAINING ? Math.max(0, atBegin - running) : finished;
        return new Progress(state.label(), running, gone, forced, left);
    }

    /** Registers the component and the counter. */
    public void addTo(Families families, Health health) {
        health.register("drain", this::healthState);
        families.counters("earshot_drain_calls", "Calls that ran when a drain began, by how they ended", calls);
        families.gauge(
                "earshot_draining", "Whether the bridge drains or is drained", () -> state() == State.OPEN ? 0L : 1L);
    }

    private synchronized State state() {
        return state;
    }

    private HealthState healthState() {
        Progress now = progress();
        return now.state().equals("open")
                ? HealthState.ok()
                : HealthState.degraded(now.state() + ": " + now.running() + " calls left, " + now.secondsLeft()
                        + " s to the deadline");
    }

    private void run() {
        try {
            if (waitForLast(this::pastDeadline)) {
                done();
                return;
            }
            force();
            waitForLast(after(System.nanoTime() + FAREWELL.toNanos()));
            premises.endAll();
            waitForLast(after(System.nanoTime() + FAREWELL.toNanos()));
            done();
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the last call; false when it is too late. */
    private boolean waitForLast(BooleanSupplier tooLate) throws InterruptedException {
        long tellNs = System.nanoTime() + TELL_NS;
        while (premises.running() > 0) {
            if (tooLate.getAsBoolean()) {
                return false;
            }
            if (System.nanoTime() - tellNs >= 0) {
                tellNs += TELL_NS;
                Progress now = progress();
                log.info("{}: {} calls left, {} s to the deadline", now.state(), now.running(), now.secondsLeft());
            }
            Thread.sleep(LOOK_MS);
        }
        return true;
    }

    private static BooleanSupplier after(long limitNs) {
        return () -> System.nanoTime() - limitNs >= 0;
    }

    private synchronized boolean pastDeadline() {
        return System.nanoTime() - deadlineNs >= 0;
    }

    /** There is no time left at all: calls that still run are counted as ended by force. The caller ends them. */
    public synchronized void hurry() {
        if (state == State.DRAINING) {
            forced = premises.running();
            finished = Math.max(0, atBegin - forced);
            become(State.FORCING);
        }
    }

    private synchronized void force() {
        if (state != State.DRAINING) {
            return;
        }
        hurry();
        log.warn("the deadline has passed: {} calls are ended now", forced);
        if (farewell.getAsBoolean()) {
            premises.sayFarewell();
        } else {
            premises.endAll();
        }
    }

    private synchronized void done() {
        if (state == State.OPEN) {
            return;
        }
        if (state == State.DRAINING) {
            finished = atBegin;
        }
        become(State.DRAINED);
        calls.add(finished, "finished");
        calls.add(forced, "forced");
        log.info("drained: {} calls finished, {} were ended at the deadline", finished, forced);
    }

    private void become(State next) {
        state = next;
    }
}
