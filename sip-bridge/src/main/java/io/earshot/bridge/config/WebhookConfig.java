package io.earshot.bridge.config;

import java.time.Duration;

/**
 * The endpoint that takes LiveKit's webhooks. Immutable.
 *
 * @param path where events are posted
 * @param port own TCP port on the HTTP listener's address; 0: the HTTP listener's own port
 * @param maxBody longest body, octets (413 beyond); not more than the HTTP listener takes
 * @param queue events accepted but not handled yet; more are answered 503, and LiveKit sends them again
 * @param remembered ids of events kept in order to know repeated ones
 * @param leeway how far LiveKit's clock may be off
 * @param publicUrl where LiveKit posts events to, as it is reached from outside, for earshot doctor to try; empty: not known
 */
public record WebhookConfig(
        String path, int port, int maxBody, int queue, int remembered, Duration leeway, String publicUrl) {
    private static final int MOST_REMEMBERED = 1_000_000;

    public WebhookConfig {
        if (!path.startsWith("/") || path.length() < 2 || path.endsWith("/")) {
            throw new IllegalArgumentException("path must begin with / and not end with it");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535");
        }
        if (maxBody < 1_024 || maxBody > 1 << 20) {
            throw new IllegalArgumentException("max_body must be 1024 to 1048576 octets");
        }
        if (queue < 1 || queue > 100_000) {
            throw new IllegalArgumentException("queue must be 1 to 100000");
        }
        if (remembered < 1 || remembered > MOST_REMEMBERED) {
            throw new IllegalArgumentException("remembered must be 1 to " + MOST_REMEMBERED);
        }
        if (leeway.isNegative() || leeway.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("leeway must be 0 to 5m");
        }
        if (!publicUrl.isEmpty() && !publicUrl.matches("(?i)https?://[^/]+.*")) {
            throw new IllegalArgumentException("public_url must begin with https:// or http://");
        }
    }

    /** On the HTTP listener at {@code /webhooks/livekit}. */
    public static WebhookConfig defaults() {
        return new WebhookConfig("/webhooks/livekit", 0, 256 * 1024, 1_000, 20_000, Duration.ofSeconds(30), "");
    }
}
