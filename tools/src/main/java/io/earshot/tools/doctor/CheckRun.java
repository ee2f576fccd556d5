package io.earshot.tools.doctor;

import java.time.Duration;

/**
 * A check that was made. Immutable.
 *
 * @param name its name
 * @param verdict what it came to
 * @param took how long it took
 */
record CheckRun(String name, Verdict verdict, Duration took) {}
