package io.earshot.ai.provider.deepgram;

import io.earshot.ai.provider.ProviderFailure;

/**
 * Decides whether, and after what wait, a lost connection is opened again: failures that cannot get better and waits
 * that a caller would notice end it. Sans-IO; confined to the call's loop.
 */
final class Retries {
    /** No further attempt. */
    static final long NONE = -1;

    private final StreamSettings settings;
    private int used;
    private long upSinceNs;
    private boolean up;

    Retries(StreamSettings settings) {
        this.settings = settings;
    }

    void onUp(long nowNs) {
        up = true;
        upSinceNs = nowNs;
    }

    /** The wait in milliseconds before the next attempt, or {@link #NONE}. */
    long afterFailure(ProviderFailure failure, long nowNs) {
        if (up && nowNs - upSinceNs >= settings.stableAfter().toNanos()) {
            used = 0;
        }
        up = false;
        long backOffMs = settings.reconnectDelay().toMillis() << Math.min(used, 10);
        long waitMs = Math.max(failure.retryAfterMs(), backOffMs);
        boolean tooLong = waitMs > Math.max(backOffMs, settings.longestWait().toMillis());
        if (!failure.kind().retryable() || used >= settings.reconnects() || tooLong) {
            return NONE;
        }
        used++;
        return waitMs;
    }
}
