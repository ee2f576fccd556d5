package io.earshot.bridge.config;

import java.time.Duration;

/**
 * The PostgreSQL database that gets the record of each call. Immutable.
 *
 * @param url {@code jdbc:postgresql://host:port/database?…}; empty: none
 * @param user whom to log in as; empty: as the URL or the driver says
 * @param password the user's password
 * @param timeout for connecting and for each statement
 * @param firstWait after a failed attempt, doubled each time
 * @param longestWait bound of that
 * @param tries attempts after which a record that the database refuses is put aside
 */
public record PostgresConfig(
        String url,
        String user,
        Secret password,
        Duration timeout,
        Duration firstWait,
        Duration longestWait,
        int tries) {
    public PostgresConfig {
        require(url.isEmpty() || url.startsWith("jdbc:postgresql:"), "url must begin with jdbc:postgresql:");
        require(timeout.toSeconds() >= 1 && timeout.toMinutes() < 10, "timeout must be 1s to 10m");
        require(firstWait.toMillis() >= 10, "first_wait must be at least 10ms");
        require(longestWait.compareTo(firstWait) >= 0, "longest_wait must not be below first_wait");
        require(tries >= 1 && tries <= 100, "tries must be 1 to 100");
    }

    /** No database. */
    public static PostgresConfig defaults() {
        return new PostgresConfig(
                "", "", Secret.NONE, Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofMinutes(1), 5);
    }

    /** Whether there is a database. */
    public boolean wanted() {
        return !url.isEmpty();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
