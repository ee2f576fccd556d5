package io.earshot.bridge.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * Who may ask the HTTP endpoints; several tokens each, so that one can be changed while the other is still in use. Without any,
 * everybody may who reaches the listener. Immutable.
 *
 * @param admin may ask for everything
 * @param metrics may read figures ({@code /metrics}, {@code /v1/health}, {@code /v1/latency}) and nothing else
 */
public record HttpTokens(List<Secret> admin, List<Secret> metrics) {
    private static final int SHORTEST = 16;

    public HttpTokens {
        admin = List.copyOf(admin);
        metrics = List.copyOf(metrics);
        if (Stream.concat(admin.stream(), metrics.stream())
                .anyMatch(token -> token.reveal().length() < SHORTEST)) {
            throw new IllegalArgumentException("a token must have at least " + SHORTEST
                    + " characters (an empty one: its variable or file holds nothing); openssl rand -hex 24 makes one");
        }
        if (metrics.stream().anyMatch(admin::contains)) {
            throw new IllegalArgumentException("a token must not be for admin and metrics at once");
        }
    }

    /** No tokens. */
    public static HttpTokens none() {
        return new HttpTokens(List.of(), List.of());
    }

    /** Whether there is any. */
    public boolean given() {
        return !admin.isEmpty() || !metrics.isEmpty();
    }
}
