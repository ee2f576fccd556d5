package io.earshot.media.retry;

import java.time.Duration;

/**
 * When something outside counts as down. Immutable.
 *
 * @param failuresInARow opens the breaker, 1 to 100
 * @param errorRate share of failures among the last requests that opens it, above 0 to 1
 * @param window last requests that are looked at, 2 to 1000
 * @param minimum requests in the window before the rate counts, 1 to {@code window}
 * @param coolDown first time without requests; doubled each time the probe after it fails
 * @param longestCoolDown bound of that, of a vendor's "retry after", and the time after a refused key
 */
public record BreakerSettings(
        int failuresInARow, double errorRate, int window, int minimum, Duration coolDown, Duration longestCoolDown) {
    public BreakerSettings {
        require(failuresInARow >= 1 && failuresInARow <= 100, "failures_in_a_row must be 1 to 100");
        require(errorRate > 0 && errorRate <= 1, "error_rate must be above 0 to 1");
        require(window >= 2 && window <= 1_000, "window must be 2 to 1000");
        require(minimum >= 1 && minimum <= window, "minimum must be 1 to window");
        require(coolDown.toMillis() >= 1, "cool_down must be longer than 0");
        require(longestCoolDown.compareTo(coolDown) >= 0, "longest_cool_down must not be below cool_down");
    }

    /** 3 in a row, or half of the last 20 (10 at least); 5 s, doubled to 60 s. */
    public static BreakerSettings defaults() {
        return new BreakerSettings(3, 0.5, 20, 10, Duration.ofSeconds(5), Duration.ofMinutes(1));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
