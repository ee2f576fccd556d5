package io.earshot.perf.soak;

import io.earshot.perf.load.Installation;
import java.nio.file.Path;
import java.util.List;

/**
 * What to run. Immutable.
 *
 * @param installation what is tested
 * @param directory where everything is left
 * @param minutes how long calls are placed
 * @param calls calls at once
 * @param holdMs how long each call lasts
 * @param everyMs from one misfortune to the next
 * @param settings {@code key=value} of the bridge's configuration
 */
record SoakPlan(
        Installation installation,
        Path directory,
        int minutes,
        int calls,
        long holdMs,
        long everyMs,
        List<String> settings) {
    /** How long a misfortune that lasts goes on, milliseconds. */
    static final long LENGTH_MS = 15_000;

    SoakPlan {
        if (minutes < 1 || calls < 1 || holdMs < 1_000 || everyMs < 2 * LENGTH_MS) {
            throw new IllegalArgumentException(
                    "a soak is at least a minute of at least one call of at least a second, with 30 s between misfortunes");
        }
        settings = List.copyOf(settings);
    }

    /** New calls a second that keep so many up. */
    double rate() {
        return calls * 1_000.0 / holdMs;
    }

    /** Calls placed in all. */
    int total() {
        return (int) Math.round(rate() * minutes * 60);
    }
}
