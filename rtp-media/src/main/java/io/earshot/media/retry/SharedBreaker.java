package io.earshot.media.retry;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A {@link CircuitBreaker} that many share, with the clock that it lacks. Thread-safe because every method holds the
 * monitor, for some instructions and once a request: never on the packet path. The listener is called outside it.
 */
public final class SharedBreaker {
    /** Hears of each change of state, once. Called on whichever thread made the request; must be thread-safe and quick. */
    @FunctionalInterface
    public interface Listener {
        /** The breaker went {@code from} one state {@code to} another because of {@code why}, a short text for logs. */
        void onChange(BreakerState from, BreakerState to, String why);
    }

    private final CircuitBreaker breaker;
    private final LongSupplier nanoClock;
    private final Listener listener;

    /** A closed breaker on the machine's monotonic clock. */
    public SharedBreaker(BreakerSettings settings, Listener listener) {
        this(settings, System::nanoTime, listener);
    }

    /** The same on another clock. */
    public SharedBreaker(BreakerSettings settings, LongSupplier nanoClock, Listener listener) {
        this.breaker = new CircuitBreaker(settings);
        this.nanoClock = nanoClock;
        this.listener = listener;
    }

    /** Whether a request may be made now. Each true is to be followed by one verdict. */
    public boolean tryAcquire() {
        boolean[] granted = new boolean[1];
        change("time for a probe", nowNs -> granted[0] = breaker.tryAcquire(nowNs));
        return granted[0];
    }

    /** A request did what was asked. */
    public void onSuccess() {
        change("a request succeeded", _ -> breaker.onSuccess());
    }

    /** A request failed for {@code why}; {@code wait} is what the other side asked for, or zero. */
    public void onFailure(Duration wait, String why) {
        change(why, nowNs -> breaker.onFailure(wait, nowNs));
    }

    /** A request was refused for good. */
    public void onRefused(String why) {
        change(why, breaker::onRefused);
    }

    /** The request was dropped before anything could be said about it. */
    public synchronized void onAbandoned() {
        breaker.onAbandoned();
    }

    /** What it lets through. */
    public synchronized BreakerState state() {
        return breaker.state();
    }

    /** Monotonic time from which a probe is allowed; meaningful unless closed. */
    public synchronized long untilNs() {
        return breaker.untilNs();
    }

    private interface Step {
        void take(long nowNs);
    }

    private void change(String why, Step step) {
        BreakerState before;
        BreakerState after;
        synchronized (this) {
            before = breaker.state();
            step.take(nanoClock.getAsLong());
            after = breaker.state();
        }
        if (before != after) {
            listener.onChange(before, after, why);
        }
    }
}
