package io.earshot.ai.provider.deepgram;

import io.earshot.ai.provider.ProviderFailure;
import io.earshot.media.retry.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Decides whether, and after what wait, a lost connection is opened again: failures that cannot get better and waits
 * that a caller would notice end it. Sans-IO; confined to the call's loop.
 */
final class Retries {
    /** No further attempt. */
    static final long NONE = -1;

    private static final Duration LONGEST_DELAY = Duration.ofMinutes(3);

    private final StreamSettings settings;
    private final Backoff backoff;
    private long upSinceNs;
    private boolean up;

    Retries(StreamSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.backoff = new Backoff(settings.reconnectDelay(), LONGEST_DELAY, random);
    }

    void onUp(long nowNs) {
        up = true;
        upSinceNs = nowNs;
    }

    /** The wait in milliseconds before the next attempt, or {@link #NONE}. */
    long afterFailure(ProviderFailure failure, long nowNs) {
        if (up && nowNs - upSinceNs >= settings.stableAfter().toNanos()) {
            backoff.reset();
        }
        up = false;
        long backOffMs = backoff.nextMs();
        long waitMs = Math.max(failure.retryAfterMs(), backOffMs);
        boolean tooLong = waitMs > Math.max(backOffMs, settings.longestWait().toMillis());
        if (!failure.kind().retryable() || backoff.failures() > settings.reconnects() || tooLong) {
            return NONE;
        }
        return waitMs;
    }
}
