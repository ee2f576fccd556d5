package io.earshot.bridge.config;

import java.time.Duration;
import java.util.List;

/**
 * Which calls are taken, and how. Immutable.
 *
 * @param maximum calls at once; beyond it INVITE and OPTIONS get 503
 * @param retryAfter what the 503 asks the caller to wait, whole seconds
 * @param numbers called numbers that the agent answers, {@code *} for all; others get 404
 * @param answer when the call is answered
 * @param maximumRing answer at the latest after this time
 * @param rehearsals calls that the bridge places to itself before it is ready, so that the first caller meets warm code
 * @param kept ended calls that {@code /v1/calls} still tells of
 * @param drainSeconds how long running calls may go on while the bridge drains (0 to 86400)
 * @param drainFarewell whether the agent says goodbye to callers whose calls are ended then
 */
public record CallsConfig(
        int maximum,
        Duration retryAfter,
        List<String> numbers,
        Answer answer,
        Duration maximumRing,

        @AtRestart("rehearsals are made before the first call")
        int rehearsals,

        @AtRestart("the list of ended calls is made once") int kept,
        int drainSeconds,
        boolean drainFarewell) {
    /** When a call is answered. */
    public enum Answer {
        /** At once. */
        AT_ONCE,
        /** When the greeting's first audio is there, so that it starts with the first packets. */
        WHEN_READY
    }

    public CallsConfig {
        numbers = List.copyOf(numbers);
        if (maximum < 1) {
            throw new IllegalArgumentException("maximum must be at least 1");
        }
        if (retryAfter.toSeconds() < 1) {
            throw new IllegalArgumentException("retry_after must be at least 1s");
        }
        if (rehearsals < 0 || rehearsals > 100) {
            throw new IllegalArgumentException("rehearsals must be 0 to 100");
        }
        if (drainSeconds < 0 || drainSeconds > 86_400) {
            throw new IllegalArgumentException("drain_seconds must be 0 to 86400");
        }
        if (kept < 0 || kept > 100_000) {
            throw new IllegalArgumentException("kept must be 0 to 100000");
        }
    }

    /** 500 calls, every number, answered when the greeting is there. */
    public static CallsConfig defaults() {
        return new CallsConfig(
                500,
                Duration.ofSeconds(5),
                List.of("*"),
                Answer.WHEN_READY,
                Duration.ofSeconds(3),
                8,
                1_000,
                300,
                true);
    }

    /** Whether the agent answers a called number. */
    public boolean answers(String number) {
        return numbers.contains("*") || numbers.contains(number);
    }
}
