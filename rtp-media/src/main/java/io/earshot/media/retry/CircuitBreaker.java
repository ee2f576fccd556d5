package io.earshot.media.retry;

import java.time.Duration;

/**
 * Whether something outside is worth asking. Sans-IO and not thread-safe: {@link SharedBreaker} guards it.
 *
 * <pre>
 * CLOSED ── too many failures, refused, told to wait ──► OPEN ── cool-down over ──► HALF_OPEN
 *    ▲                                                    ▲                             │
 *    └──────────────────── probe succeeded ───────────────┼─────────────────────────────┤
 *                                                         └──────── probe failed ───────┘
 * </pre>
 */
public final class CircuitBreaker {
    private final BreakerSettings settings;
    private final boolean[] failed;
    private BreakerState state = BreakerState.CLOSED;
    private int seen;
    private int at;
    private int failures;
    private int inARow;
    private int openings;
    private boolean probing;
    private long untilNs;

    /** A closed breaker. */
    public CircuitBreaker(BreakerSettings settings) {
        this.settings = settings;
        this.failed = new boolean[settings.window()];
    }

    /** What it lets through. */
    public BreakerState state() {
        return state;
    }

    /** Whether a request may be made now. Each true is to be followed by one verdict. */
    public boolean tryAcquire(long nowNs) {
        return switch (state) {
            case CLOSED -> true;
            case OPEN -> untilNs - nowNs <= 0 && probe(nowNs);
            // A probe that never reported must not keep the other side out for ever.
            case HALF_OPEN -> (!probing || untilNs - nowNs <= 0) && probe(nowNs);
        };
    }

    /** Monotonic time from which a probe is allowed; meaningful unless closed. */
    public long untilNs() {
        return untilNs;
    }

    /** A request did what was asked. */
    public void onSuccess() {
        if (state == BreakerState.CLOSED) {
            inARow = 0;
            note(false);
        } else {
            close();
        }
    }

    /** A request failed, and the next may succeed. */
    public void onFailure(long nowNs) {
        onFailure(Duration.ZERO, nowNs);
    }

    /**
     * A request failed, and the other side may have said when to come again.
     *
     * @param wait what it asked for, which opens the breaker at once; zero when it said nothing
     */
    public void onFailure(Duration wait, long nowNs) {
        fail(wait.isPositive(), coolDown(wait), nowNs);
    }

    /** A request was refused in a way that asking again cannot better (a wrong key): opens at once, for the longest time. */
    public void onRefused(long nowNs) {
        fail(true, settings.longestCoolDown(), nowNs);
    }

    /** The request was dropped before anything could be said about it. */
    public void onAbandoned() {
        probing = false;
    }

    private void fail(boolean atOnce, Duration coolDown, long nowNs) {
        inARow++;
        note(true);
        if (state != BreakerState.CLOSED || atOnce || tooMany()) {
            open(coolDown, nowNs);
        }
    }

    private boolean probe(long nowNs) {
        become(BreakerState.HALF_OPEN);
        probing = true;
        untilNs = nowNs + settings.longestCoolDown().toNanos();
        return true;
    }

    private boolean tooMany() {
        return inARow >= settings.failuresInARow()
                || (seen >= settings.minimum() && failures >= settings.errorRate() * seen);
    }

    private Duration coolDown(Duration wait) {
        long doubledMs = settings.coolDown().toMillis() << Math.min(openings, 16);
        long wantedMs = Math.max(doubledMs, wait.toMillis());
        return Duration.ofMillis(Math.min(wantedMs, settings.longestCoolDown().toMillis()));
    }

    private void open(Duration coolDown, long nowNs) {
        // A failure of a request begun before the opening is no further opening.
        if (state != BreakerState.OPEN) {
            openings++;
            untilNs = nowNs + coolDown.toNanos();
        }
        become(BreakerState.OPEN);
        probing = false;
    }

    private void close() {
        become(BreakerState.CLOSED);
        probing = false;
        openings = 0;
        inARow = 0;
        seen = 0;
        at = 0;
        failures = 0;
    }

    private void become(BreakerState next) {
        state = next;
    }

    private void note(boolean failure) {
        if (seen == failed.length) {
            failures -= failed[at] ? 1 : 0;
        } else {
            seen++;
        }
        failed[at] = failure;
        failures += failure ? 1 : 0;
        at = (at + 1) % failed.length;
    }
}
