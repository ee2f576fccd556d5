package io.earshot.bridge.records;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a journal is kept. Immutable.
 *
 * @param file JSON Lines file that is written; files set aside lie beside it
 * @param sync when it is forced to disk
 * @param syncInterval how often, when by interval
 * @param rotateBytes size at which it is set aside under the time
 * @param rotateEvery age at which it is set aside; zero: never for age
 * @param compress whether files set aside are compressed (gzip)
 * @param retain how long files set aside are kept; zero: for ever
 * @param retainBytes octets of files set aside that are kept at most; 0: any
 */
public record JournalConfig(
        Path file,
        Sync sync,
        Duration syncInterval,
        long rotateBytes,
        Duration rotateEvery,
        boolean compress,
        Duration retain,
        long retainBytes) {
    /** When a file is forced to disk. */
    public enum Sync {
        /** Each batch, before it counts as written: a power cut costs what ended in the last moments. */
        ALWAYS,
        /** Once an interval. */
        INTERVAL,
        /** When the system decides. */
        NEVER
    }
}
