package io.earshot.perf.load;

import java.nio.file.Path;
import java.util.List;

/**
 * What to run. Immutable.
 *
 * @param installation what is tested
 * @param directory where everything is left
 * @param rate new calls a second
 * @param holdMs how long each call lasts; 0: as long as the steady window of 30 s needs
 * @param warmUpMs how long ten calls talk before anything is measured
 * @param bridgeJvm JVM flags of the bridge beyond the launcher's
 * @param settings {@code key=value} of the bridge's configuration
 * @param profile whether to record where processor time and memory go
 */
record LoadPlan(
        Installation installation,
        Path directory,
        double rate,
        long holdMs,
        long warmUpMs,
        List<String> bridgeJvm,
        List<String> settings,
        boolean profile) {
    /** From the last call's start until the window opens: greetings begin, compilers settle. */
    static final long SETTLE_MS = 4_000;
    /** From the window's end until the first call hangs up. */
    static final long MARGIN_MS = 1_000;

    private static final long WINDOW_MS = 30_000;
    private static final long LEAST_WINDOW_MS = 5_000;

    LoadPlan {
        bridgeJvm = List.copyOf(bridgeJvm);
        settings = List.copyOf(settings);
    }

    /** Time to start {@code calls} calls, milliseconds. */
    long rampMs(int calls) {
        return Math.round(calls / rate * 1_000);
    }

    /** How long each of {@code calls} calls lasts, milliseconds. */
    long holdMs(int calls) {
        return holdMs > 0 ? holdMs : rampMs(calls) + SETTLE_MS + WINDOW_MS + MARGIN_MS;
    }

    /**
     * How long all of {@code calls} calls are up and settled, milliseconds.
     *
     * @throws IllegalArgumentException when that is too short to measure anything
     */
    long windowMs(int calls) {
        long window = holdMs(calls) - rampMs(calls) - SETTLE_MS - MARGIN_MS;
        if (window < LEAST_WINDOW_MS) {
            throw new IllegalArgumentException("with " + calls + " calls at " + rate
                    + " a second all are up for too short a time: hold them longer, or start them faster");
        }
        return window;
    }
}
