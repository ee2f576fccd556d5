package io.earshot.ai.provider.openai;

import io.earshot.ai.provider.ProviderFailure;
import io.earshot.media.retry.Backoff;
import java.util.random.RandomGenerator;

/**
 * The vendors' own rule of repeating: the wait that they ask for, else a delay that doubles up to a bound with up to a
 * quarter taken off at random. Sans-IO; confined to the call's loop.
 */
final class RepeatRule {
    /** Do not repeat. */
    static final long NEVER = -1;

    private static final double JITTER = 0.25;

    private final OpenAiConfig.Retry rules;
    private final Backoff waits;

    RepeatRule(OpenAiConfig.Retry rules, RandomGenerator random) {
        this.rules = rules;
        this.waits = new Backoff(rules.delay(), rules.longestDelay(), JITTER, random);
    }

    /** The wait in milliseconds before the next attempt, or {@link #NEVER}. */
    long afterFailure(ProviderFailure failure) {
        long waitMs = waits.nextMs();
        if (waits.failures() >= rules.attempts()
                || failure.retryAfterMs() > rules.longestWait().toMillis()) {
            return NEVER;
        }
        return failure.retryAfterMs() >= 0 ? failure.retryAfterMs() : waitMs;
    }
}
