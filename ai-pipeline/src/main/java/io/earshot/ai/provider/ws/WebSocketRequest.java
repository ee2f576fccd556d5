package io.earshot.ai.provider.ws;

import io.earshot.ai.provider.ApiKey;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to connect to. Immutable.
 *
 * @param provider name of the provider, for failures
 * @param uri {@code ws://} or {@code wss://} address with its query
 * @param headers further request headers
 * @param authorization the header that carries the key; null when the peer needs none
 * @param limits bounds of the connection
 */
public record WebSocketRequest(
        String provider,
        URI uri,
        Map<String, String> headers,
        @Nullable Authorization authorization,
        WebSocketLimits limits) {
    /**
     * A header with a secret in it.
     *
     * @param header its name, such as {@code Authorization}
     * @param scheme what stands before the key, with its blank, such as {@code "Token "}
     * @param key the secret
     */
    public record Authorization(String header, String scheme, ApiKey key) {}

    public WebSocketRequest {
        headers = Map.copyOf(headers);
        if (uri.getHost() == null || !("ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("must be a ws:// or wss:// address with a host: " + uri);
        }
    }

    boolean secure() {
        return "wss".equals(uri.getScheme());
    }

    String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        return uri.getPort() > 0 ? uri.getPort() : secure() ? 443 : 80;
    }

    /** Value of the Host header: without the port when it is the scheme's own. */
    String hostHeader() {
        return uri.getPort() > 0 ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
    }

    String pathAndQuery() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    @Nullable
    ApiKey key() {
        return authorization == null ? null : authorization.key();
    }
}
