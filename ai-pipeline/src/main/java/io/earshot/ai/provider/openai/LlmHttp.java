package io.earshot.ai.provider.openai;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * The HTTP client that all endpoints share: one pool of connections, HTTP/2 where the peer speaks it, no redirects
 * (a key must not follow one). Thread-safe because the client is.
 */
public final class LlmHttp {
    private static final int IDLE_CONNECTIONS = 128;
    private static final int IDLE_MINUTES = 5;
    private static final Duration READ_LIMIT = Duration.ofMinutes(2);

    private final OkHttpClient client;

    private LlmHttp(OkHttpClient client) {
        this.client = client;
    }

    /** A client that trusts what the Java platform trusts. */
    public static LlmHttp create() {
        return new LlmHttp(new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_MINUTES, TimeUnit.MINUTES))
                .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1))
                .socketFactory(new PromptSockets())
                .pingInterval(Duration.ofSeconds(20))
                .readTimeout(READ_LIMIT)
                .followRedirects(false)
                .followSslRedirects(false)
                .build());
    }

    /** The shared client with an endpoint's own limit for connecting. */
    OkHttpClient connectingWithin(Duration limit) {
        return client.newBuilder().connectTimeout(limit).build();
    }
}
