package io.earshot.perf.drain;

import io.earshot.perf.load.Installation;
import java.nio.file.Path;

/**
 * What to try. Immutable.
 *
 * @param installation the bridge under test
 * @param directory where everything is left
 * @param calls calls at once
 * @param seconds length of calls that are shorter than the deadline
 * @param deadline of a drain, seconds
 * @param longSeconds length of calls that are longer than the deadline
 * @param longDeadline of a drain that they meet, seconds
 */
record DrainPlan(
        Installation installation,
        Path directory,
        int calls,
        double seconds,
        int deadline,
        double longSeconds,
        int longDeadline) {}
