package io.earshot.bridge.records;

import java.time.Duration;

/**
 * Where records of ended calls are kept. Immutable.
 *
 * @param file JSON Lines file, one line a call; empty: none
 * @param sync when the file is forced to disk: always (each batch), interval, or never (the system decides)
 * @param syncInterval how often, when by interval
 * @param rotateBytes size at which the file is set aside under the time
 */
public record RecordsConfig(String file, Sync sync, Duration syncInterval, long rotateBytes) {
    /** When a file is forced to disk. */
    public enum Sync {
        ALWAYS,
        INTERVAL,
        NEVER
    }

    public RecordsConfig {
        if (syncInterval.toMillis() < 10) {
            throw new IllegalArgumentException("sync_interval must be at least 10ms");
        }
        if (rotateBytes < 4_096) {
            throw new IllegalArgumentException("rotate_bytes must be at least 4096");
        }
    }

    /** No file; once there is one, to disk every second, set aside at 100 MB. */
    public static RecordsConfig defaults() {
        return new RecordsConfig("", Sync.INTERVAL, Duration.ofSeconds(1), 100_000_000);
    }
}
