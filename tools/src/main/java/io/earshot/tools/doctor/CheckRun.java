package io.earshot.tools.doctor;

import java.time.Duration;

/**
 * A check that was made. Immutable.
 *
 * @param name its name
 * @param verdict what it came to
 * @param took how long it took
 * @param because the check for whose sake it was not made; empty where it was, or had nothing to look at
 */
record CheckRun(String name, Verdict verdict, Duration took, String because) {}
