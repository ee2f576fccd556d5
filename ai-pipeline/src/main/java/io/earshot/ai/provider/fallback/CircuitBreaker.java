package io.earshot.ai.provider.fallback;

import io.earshot.ai.provider.ProviderFailure;
import java.time.Duration;

/**
 * Whether a provider is worth asking. Sans-IO and not thread-safe: {@link ProviderHealth} guards it.
 *
 * <pre>
 * CLOSED ── too many failures, refused key, "retry after" ──► OPEN ── cool-down over ──► HALF_OPEN
 *    ▲                                                         ▲                             │
 *    └──────────────────── probe succeeded ────────────────────┼─────────────────────────────┤
 *                                                              └──────── probe failed ───────┘
 * </pre>
 */
final class CircuitBreaker {
    /** In the order of the circuit. */
    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private final BreakerSettings settings;
    private final boolean[] failed;
    private State state = State.CLOSED;
    private int seen;
    private int at;
    private int failures;
    private int inARow;
    private int openings;
    private boolean probing;
    private long untilNs;

    CircuitBreaker(BreakerSettings settings) {
        this.settings = settings;
        this.failed = new boolean[settings.window()];
    }

    State state() {
        return state;
    }

    /** Whether a request may be made now. Each true is to be followed by one verdict. */
    boolean tryAcquire(long nowNs) {
        return switch (state) {
            case CLOSED -> true;
            case OPEN -> untilNs - nowNs <= 0 && probe(nowNs);
            // A probe that never reported must not keep the provider out for ever.
            case HALF_OPEN -> (!probing || untilNs - nowNs <= 0) && probe(nowNs);
        };
    }

    /** Monotonic time from which a probe is allowed; meaningful unless closed. */
    long untilNs() {
        return untilNs;
    }

    void onSuccess() {
        if (state == State.CLOSED) {
            inARow = 0;
            note(false);
        } else {
            close();
        }
    }

    void onFailure(ProviderFailure failure, long nowNs) {
        inARow++;
        note(true);
        boolean refused = failure.kind() == ProviderFailure.Kind.UNAUTHORIZED;
        boolean toldToWait = failure.retryAfterMs() > 0;
        if (state != State.CLOSED || refused || toldToWait || tooMany()) {
            open(refused ? settings.longestCoolDown() : coolDown(failure.retryAfterMs()), nowNs);
        }
    }

    /** The request was dropped before anything could be said about it. */
    void onAbandoned() {
        probing = false;
    }

    private boolean probe(long nowNs) {
        state = State.HALF_OPEN;
        probing = true;
        untilNs = nowNs + settings.longestCoolDown().toNanos();
        return true;
    }

    private boolean tooMany() {
        return inARow >= settings.failuresInARow()
                || (seen >= settings.minimum() && failures >= settings.errorRate() * seen);
    }

    private Duration coolDown(long retryAfterMs) {
        long doubledMs = settings.coolDown().toMillis() << Math.min(openings, 16);
        long wantedMs = Math.max(doubledMs, retryAfterMs);
        return Duration.ofMillis(Math.min(wantedMs, settings.longestCoolDown().toMillis()));
    }

    private void open(Duration coolDown, long nowNs) {
        // A failure of a request begun before the opening is no further opening.
        if (state != State.OPEN) {
            openings++;
            untilNs = nowNs + coolDown.toNanos();
        }
        state = State.OPEN;
        probing = false;
    }

    private void close() {
        state = State.CLOSED;
        probing = false;
        openings = 0;
        inARow = 0;
        seen = 0;
        at = 0;
        failures = 0;
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
