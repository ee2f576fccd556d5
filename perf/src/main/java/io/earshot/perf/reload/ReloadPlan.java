package io.earshot.perf.reload;

import io.earshot.perf.load.Installation;
import java.nio.file.Path;

/**
 * What to try. Immutable.
 *
 * @param installation the bridge under test
 * @param directory where everything is left
 * @param calls calls that run all the time
 * @param rate new calls a second, at the start and while probing
 * @param seconds length of each phase
 * @param everyMs from one reload to the next
 */
record ReloadPlan(Installation installation, Path directory, int calls, double rate, int seconds, int everyMs) {
    /** New calls of a phase, whose time to the answer is measured. */
    int probes() {
        return (int) Math.max(1, (seconds - 2) * rate);
    }
}
