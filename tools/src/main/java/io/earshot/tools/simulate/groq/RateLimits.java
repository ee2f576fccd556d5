package io.earshot.tools.simulate.groq;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;

/**
 * The rate-limit headers of each answer: requests of the day and tokens of the minute that are left. Only shown, never
 * enforced: a limit that strikes is a fault's business. Thread-safe because it locks.
 */
final class RateLimits {
    private static final long REQUESTS_A_DAY = 1_000_000;
    private static final long TOKENS_A_MINUTE = 10_000_000;
    private static final long MINUTE_NS = 60_000_000_000L;

    private long requestsLeft = REQUESTS_A_DAY;
    private long tokensLeft = TOKENS_A_MINUTE;
    private long minuteStartNs = System.nanoTime();

    /** Counts a request that takes {@code tokens} and returns the headers to show. */
    synchronized HttpHeaders onRequest(int tokens) {
        long now = System.nanoTime();
        if (now - minuteStartNs >= MINUTE_NS) {
            minuteStartNs = now;
            tokensLeft = TOKENS_A_MINUTE;
        }
        requestsLeft = Math.max(0, requestsLeft - 1);
        tokensLeft = Math.max(0, tokensLeft - tokens);
        return headers();
    }

    private HttpHeaders headers() {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set("x-ratelimit-limit-requests", REQUESTS_A_DAY);
        headers.set("x-ratelimit-limit-tokens", TOKENS_A_MINUTE);
        headers.set("x-ratelimit-remaining-requests", requestsLeft);
        headers.set("x-ratelimit-remaining-tokens", tokensLeft);
        headers.set("x-ratelimit-reset-requests", seconds((REQUESTS_A_DAY - requestsLeft) * 86_400.0 / REQUESTS_A_DAY));
        headers.set("x-ratelimit-reset-tokens", seconds((TOKENS_A_MINUTE - tokensLeft) * 60.0 / TOKENS_A_MINUTE));
        return headers;
    }

    /** As Go prints durations below an hour: {@code 2m59.56s}. */
    private static String seconds(double seconds) {
        long minutes = (long) seconds / 60;
        String rest = String.format(Locale.ROOT, "%.2fs", seconds - minutes * 60);
        return minutes == 0 ? rest : minutes + "m" + rest;
    }
}
