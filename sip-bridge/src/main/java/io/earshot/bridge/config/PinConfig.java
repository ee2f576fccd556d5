package io.earshot.bridge.config;

import java.time.Duration;

/**
 * Asking a caller for a PIN. The sentences are spoken by the configured voice where there is one, else tones stand for them.
 * Immutable.
 *
 * @param tries wrong PINs after which the call is ended
 * @param timeout how long the caller may take from key to key
 * @param prompt asks for the PIN
 * @param wrong asks again
 * @param refused said before the call is ended
 * @param accepted said when the room is joined; empty: nothing is
 */
public record PinConfig(int tries, Duration timeout, String prompt, String wrong, String refused, String accepted) {
    public PinConfig {
        if (tries < 1 || tries > 10) {
            throw new IllegalArgumentException("tries must be 1 to 10");
        }
        if (timeout.toMillis() < 1_000 || timeout.toSeconds() > 300) {
            throw new IllegalArgumentException("timeout must be 1s to 5m");
        }
    }

    /** Three tries, 15 s from key to key. */
    public static PinConfig defaults() {
        return new PinConfig(
                3,
                Duration.ofSeconds(15),
                "Please enter your PIN, followed by the hash key.",
                "That PIN is not right. Please try again.",
                "That PIN is not right. Goodbye.",
                "");
    }
}
