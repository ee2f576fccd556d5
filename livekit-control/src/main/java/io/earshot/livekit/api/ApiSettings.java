package io.earshot.livekit.api;

import io.earshot.livekit.token.ApiKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;

/**
 * Where a LiveKit server is and how long to wait for it. Immutable.
 *
 * @param server address of the API, {@code http} or {@code https}, without a slash at its end
 * @param key what tokens are signed with
 * @param connectTimeout longest time to open a connection
 * @param attemptTimeout longest time for one attempt of a call
 * @param deadline longest time for a call with all its attempts
 * @param attempts most attempts of a call, the first included
 */
public record ApiSettings(
        URI server, ApiKey key, Duration connectTimeout, Duration attemptTimeout, Duration deadline, int attempts) {

    /** Checks the times. */
    public ApiSettings {
        if (connectTimeout.compareTo(Duration.ZERO) <= 0
                || attemptTimeout.compareTo(Duration.ZERO) <= 0
                || deadline.compareTo(Duration.ZERO) <= 0
                || attempts < 1) {
            throw new IllegalArgumentException("timeouts and attempts of the LiveKit API are at least one");
        }
    }

    /**
     * Settings with the usual times: 3 s to connect, 5 s an attempt, 12 s in all, three attempts.
     *
     * @param url the server's address as LiveKit writes it: {@code wss}, {@code https}, or {@code ws}, {@code http} where allowed
     * @param allowPlain whether an address without TLS may be used
     * @throws IllegalArgumentException when the address is none, or is without TLS where that is not allowed
     */
    public static ApiSettings of(String url, ApiKey key, boolean allowPlain) {
        return new ApiSettings(
                server(url, allowPlain), key, Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(12), 3);
    }

    /** The same with other limits for each attempt and for all of them. */
    public ApiSettings within(Duration attempt, Duration all) {
        return new ApiSettings(server, key, connectTimeout, attempt, all, attempts);
    }

    private static URI server(String url, boolean allowPlain) {
        URI uri = parse(url.strip());
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean plain = scheme.equals("ws") || scheme.equals("http");
        if (!plain && !scheme.equals("wss") && !scheme.equals("https")) {
            throw wrong(url, "it must begin with wss://, https://, ws:// or http://");
        }
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
            throw wrong(url, "it must be a host, perhaps a port and a path, and nothing else");
        }
        if (plain && !allowPlain) {
            throw wrong(
                    url,
                    "it has no TLS, so tokens would be readable on the way. Use wss://, or allow it by name"
                            + " (livekit.allow_plain: true, --allow-plain or LIVEKIT_ALLOW_PLAIN=true)");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        return URI.create((plain ? "http" : "https") + "://" + uri.getRawAuthority() + path);
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException notOne) {
            throw wrong(url, "it is not a URL (" + notOne.getReason() + ")");
        }
    }

    private static IllegalArgumentException wrong(String url, String why) {
        String shown = url.replaceAll("//[^/@]*@", "//...@").replaceAll("[?#].*", "?...");
        return new IllegalArgumentException("LiveKit's address \"" + shown + "\" cannot be used: " + why);
    }
}
