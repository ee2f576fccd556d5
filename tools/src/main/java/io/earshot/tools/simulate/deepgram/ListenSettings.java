package io.earshot.tools.simulate.deepgram;

import java.time.Duration;
import java.util.Locale;

/**
 * How the simulated speech-to-text listens. Immutable.
 *
 * @param unknown what unknown speech is reported as, a format taking its seconds; empty: it is not reported
 * @param interimMs audio between interim results, in milliseconds
 * @param idle time without audio or KeepAlive after which a v1 socket is closed with NET-0001
 */
public record ListenSettings(String unknown, int interimMs, Duration idle) {
    public ListenSettings {
        if (String.format(Locale.ROOT, unknown, 1.0).length() > 200) {
            throw new IllegalArgumentException("the text for unknown speech is longer than 200 characters");
        }
        if (interimMs < 10 || idle.isNegative()) {
            throw new IllegalArgumentException("interim interval is at least 10 ms, idle time not negative");
        }
    }
}
