package io.earshot.bridge.config;

import java.time.Duration;

/**
 * How a changed configuration is noticed. SIGHUP and {@code POST /v1/admin/reload} always work. Immutable.
 *
 * @param watch whether the configuration is read again when its file, or one that a {@code ${file:}} names, has changed
 * @param interval how often the files are looked at; a change is taken up when it is as old as this
 */
public record ReloadConfig(
        @AtRestart("watching begins with the bridge") boolean watch,
        @AtRestart("watching begins with the bridge") Duration interval) {
    public ReloadConfig {
        if (interval.toMillis() < 100 || interval.toMinutes() > 10) {
            throw new IllegalArgumentException("interval must be 100ms to 10m");
        }
    }

    /** Once a second. */
    public static ReloadConfig defaults() {
        return new ReloadConfig(true, Duration.ofSeconds(1));
    }
}
