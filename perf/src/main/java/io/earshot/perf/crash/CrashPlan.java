package io.earshot.perf.crash;

import io.earshot.perf.load.Installation;
import java.nio.file.Path;

/**
 * What to try. Immutable.
 *
 * @param installation the bridge under test
 * @param directory where everything is left
 * @param calls calls at once
 * @param seconds length of each call
 * @param kills how often the bridge is killed
 * @param seed of the moments at which it is
 * @param postgres JDBC address of a database that gets the records too; empty: none
 * @param user whom to log in to it as
 */
record CrashPlan(
        Installation installation,
        Path directory,
        int calls,
        double seconds,
        int kills,
        long seed,
        String postgres,
        String user) {
    /** New calls a second. */
    double rate() {
        return calls / seconds;
    }
}
