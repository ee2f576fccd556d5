package io.earshot.tools.simulate.cartesia;

import java.time.Duration;

/**
 * How the simulated text-to-speech differs from the vendor's plans. Immutable.
 *
 * @param realTimeFactor time taken to make a second of audio, in seconds
 * @param concurrency contexts that may be active at once; 0: no limit. Ten times as many sockets are let in
 * @param contextExpiry silence after which an unfinished context is over
 * @param idle time without a message after which a socket is closed
 */
public record SpeechSettings(double realTimeFactor, int concurrency, Duration contextExpiry, Duration idle) {
    /** A tenth of real time, no limit, one second, five minutes. */
    public static final SpeechSettings DEFAULTS =
            new SpeechSettings(0.1, 0, Duration.ofSeconds(1), Duration.ofMinutes(5));

    public SpeechSettings {
        if (!(realTimeFactor >= 0 && realTimeFactor <= 10) || concurrency < 0) {
            throw new IllegalArgumentException("real-time factor must be 0 to 10, concurrency not negative");
        }
    }
}
