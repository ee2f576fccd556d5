package io.earshot.livekit.ws;

import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Opens WebSocket connections; one for the process. Certificates and host names are always checked. Thread-safe because it holds only the
 * shared TLS context and the {@link ConnectWorkers}.
 */
public final class SignalSockets implements AutoCloseable {
    private final SslContext tls;
    private final ConnectWorkers workers = new ConnectWorkers();

    private SignalSockets(SslContext tls) {
        this.tls = tls;
    }

    /**
     * Sockets that trust what {@code trust} trusts.
     *
     * @param trust for private installations; null: what the Java platform trusts
     * @throws IllegalStateException when the platform's TLS cannot be set up
     */
    public static SignalSockets create(@Nullable TrustManager trust) {
        SslContextBuilder builder = SslContextBuilder.forClient();
        if (trust != null) {
            builder.trustManager(trust);
        }
        try {
            return new SignalSockets(builder.sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build());
        } catch (SSLException e) {
            throw new IllegalStateException("the platform's TLS cannot be set up", e);
        }
    }

    /** Begins to connect on {@code loop}, which must be the calling thread's; every event comes later, on it. */
    public SignalSocket connect(SocketTarget target, EventLoop loop, SocketListener listener) {
        SignalSocket socket = new SignalSocket(target, loop, listener);
        socket.start(tls, workers);
        return socket;
    }

    /** Loads what the first connection would wait for. Blocks: not for a loop. */
    public void warm() {
        tls.newEngine(io.netty.buffer.ByteBufAllocator.DEFAULT, "localhost", 443)
                .closeOutbound();
    }

    /** Stops the workers. */
    @Override
    public void close() {
        workers.close();
    }
}
