package io.earshot.bridge.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The webhook that gets what happens to calls. Immutable.
 *
 * @param url where it is posted; empty: nowhere
 * @param secret signs each message (HMAC-SHA256, Standard Webhooks); {@code whsec_…} in Base64, or any text; none: unsigned
 * @param events which events are told of
 * @param timeout for one attempt, from connecting to the end of the answer
 * @param firstWait after a failed attempt, doubled each time
 * @param longestWait bound of that, and of what the receiver asks for with Retry-After
 * @param tries attempts after which a message that the receiver refuses (4xx but 408, 425 and 429) is put aside
 * @param maxAge after which a message that could not be delivered is put aside; 0: never
 * @param maxBacklog octets that wait at most before the oldest are put aside; 0: any
 * @param caFile PEM file of certificates trusted for this receiver besides the system's; empty: none
 */
public record DeliveryConfig(
        String url,
        Secret secret,
        List<Event> events,
        Duration timeout,
        Duration firstWait,
        Duration longestWait,
        int tries,
        Duration maxAge,
        long maxBacklog,
        String caFile) {
    /** What a receiver may be told of. */
    public enum Event {
        /** A call was taken up. */
        STARTED,
        /** It was answered. */
        ANSWERED,
        /** It ended: the whole record. */
        ENDED
    }

    public DeliveryConfig {
        events = List.copyOf(events);
        require(url.isEmpty() || isHttp(url), "url must begin with http:// or https:// and name a host");
        require(!events.isEmpty(), "events must not be empty");
        require(timeout.toMillis() >= 100 && timeout.toMinutes() < 10, "timeout must be 100ms to 10m");
        require(firstWait.toMillis() >= 10, "first_wait must be at least 10ms");
        require(longestWait.compareTo(firstWait) >= 0, "longest_wait must not be below first_wait");
        require(tries >= 1 && tries <= 100, "tries must be 1 to 100");
        require(!maxAge.isNegative() && maxBacklog >= 0, "max_age and max_backlog must not be negative");
    }

    /** No receiver; once there is one, ends of calls, tried for three days. */
    public static DeliveryConfig defaults() {
        return new DeliveryConfig(
                "",
                Secret.NONE,
                List.of(Event.ENDED),
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                Duration.ofMinutes(1),
                5,
                Duration.ofDays(3),
                1_000_000_000,
                "");
    }

    /** Whether there is a receiver. */
    public boolean wanted() {
        return !url.isEmpty();
    }

    /** Whether more than ends of calls is told of. */
    public boolean tellsMoreThanEnds() {
        return events.contains(Event.STARTED) || events.contains(Event.ANSWERED);
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null
                    && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
