package io.earshot.ai.provider.ws;

import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;

/**
 * Opens WebSocket connections; one for the process. Thread-safe because it holds only the shared TLS context
 * (certificates and host names are checked) and the {@link ConnectWorkers}.
 */
public final class WebSocketClient {
    private final SslContext tls;
    private final ConnectWorkers workers = new ConnectWorkers();

    private WebSocketClient(SslContext tls) {
        this.tls = tls;
    }

    /** A client that trusts what the Java platform trusts. */
    public static WebSocketClient create() {
        try {
            return create(SslContextBuilder.forClient());
        } catch (SSLException e) {
            throw new IllegalStateException("the platform's TLS cannot be set up", e);
        }
    }

    /** A client with a trust store of its own, for private vendors' installations. */
    public static WebSocketClient create(SslContextBuilder builder) throws SSLException {
        return new WebSocketClient(builder.sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm("HTTPS")
                .build());
    }

    /** Begins to connect on {@code loop}, which must be the calling thread's; everything else happens there too. */
    public WebSocket connect(WebSocketRequest request, EventLoop loop, WebSocketListener listener) {
        WebSocket socket = new WebSocket(request, loop, listener);
        Connector connector = new Connector(socket, tls, workers);
        socket.openedBy(connector);
        connector.start();
        return socket;
    }
}
