package io.earshot.bridge.config;

import io.earshot.bridge.records.JournalConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where records of ended calls are kept and who gets them. Immutable.
 *
 * @param file JSON Lines file, one line a call; empty: none
 * @param sync when the file is forced to disk: always (each batch), interval, or never (the system decides)
 * @param syncInterval how often, when by interval
 * @param rotateBytes size at which the file is set aside under the time
 * @param rotateEvery age at which the file is set aside; 0: never for age
 * @param compress whether files set aside are compressed
 * @param retain how long files set aside are kept; 0: for ever
 * @param retainBytes octets of files set aside that are kept at most; 0: any
 * @param transcript how much of what was said is in the file and goes to receivers
 * @param refusedPerSecond refused calls a second and reason that have a (short) record too; 0: none
 * @param node this node's name in records; empty: the machine's
 * @param prices what providers are paid, for the cost of each call
 * @param webhook who is told of calls over HTTP
 * @param postgres the database that gets each record
 */
public record RecordsConfig(
        String file,
        JournalConfig.Sync sync,
        Duration syncInterval,
        long rotateBytes,
        Duration rotateEvery,
        boolean compress,
        Duration retain,
        long retainBytes,
        Transcript transcript,
        int refusedPerSecond,
        String node,
        List<PriceConfig> prices,
        DeliveryConfig webhook,
        PostgresConfig postgres) {
    /** How much of what was said is kept. */
    public enum Transcript {
        /** All lines. */
        FULL,
        /** None. */
        NONE
    }

    public RecordsConfig {
        prices = List.copyOf(prices);
        if (syncInterval.toMillis() < 10) {
            throw new IllegalArgumentException("sync_interval must be at least 10ms");
        }
        if (rotateBytes < 4_096) {
            throw new IllegalArgumentException("rotate_bytes must be at least 4096");
        }
        if (rotateEvery.isNegative() || (rotateEvery.isPositive() && rotateEvery.toMinutes() < 1)) {
            throw new IllegalArgumentException("rotate_every must be at least 1m, or 0");
        }
        if (refusedPerSecond < 0 || refusedPerSecond > 10_000) {
            throw new IllegalArgumentException("refused_per_second must be 0 to 10000");
        }
        if (retain.isNegative() || retainBytes < 0) {
            throw new IllegalArgumentException("retain and retain_bytes must not be negative");
        }
        if (file.isEmpty() && (webhook.wanted() || postgres.wanted())) {
            throw new IllegalArgumentException("webhook and postgres are fed from the records file: give file too");
        }
    }

    /** No file; once there is one, to disk every second, set aside each day or at 100 MB, compressed, kept for ever. */
    public static RecordsConfig defaults() {
        return new RecordsConfig(
                "",
                JournalConfig.Sync.INTERVAL,
                Duration.ofSeconds(1),
                100_000_000,
                Duration.ofHours(24),
                true,
                Duration.ZERO,
                0,
                Transcript.FULL,
                5,
                "",
                List.of(),
                DeliveryConfig.defaults(),
                PostgresConfig.defaults());
    }

    /** Whether records are kept at all. */
    public boolean kept() {
        return !file.isEmpty();
    }

    /** How the journal is kept; only when {@link #kept}. */
    public JournalConfig journal() {
        return new JournalConfig(
                Path.of(file).toAbsolutePath(),
                sync,
                syncInterval,
                rotateBytes,
                rotateEvery,
                compress,
                retain,
                retainBytes);
    }
}
