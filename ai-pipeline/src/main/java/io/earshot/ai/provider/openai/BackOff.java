package io.earshot.ai.provider.openai;

import io.earshot.ai.provider.ProviderFailure;
import java.util.random.RandomGenerator;

/**
 * The vendors' own rule of repeating: the wait that they ask for, else a delay that doubles up to a bound with up to a
 * quarter taken off at random. Sans-IO; confined to the call's loop.
 */
final class BackOff {
    /** Do not repeat. */
    static final long NEVER = -1;

    private final OpenAiConfig.Retry rules;
    private final RandomGenerator random;
    private int failures;

    BackOff(OpenAiConfig.Retry rules, RandomGenerator random) {
        this.rules = rules;
        this.random = random;
    }

    /** The wait in milliseconds before the next attempt, or {@link #NEVER}. */
    long afterFailure(ProviderFailure failure) {
        failures++;
        if (failures >= rules.attempts()
                || failure.retryAfterMs() > rules.longestWait().toMillis()) {
            return NEVER;
        }
        if (failure.retryAfterMs() >= 0) {
            return failure.retryAfterMs();
        }
        long delayMs = rules.delay().toMillis() << Math.min(failures - 1, 16);
        long boundedMs = Math.min(delayMs, rules.longestDelay().toMillis());
        return boundedMs - (long) (boundedMs * 0.25 * random.nextDouble());
    }
}
