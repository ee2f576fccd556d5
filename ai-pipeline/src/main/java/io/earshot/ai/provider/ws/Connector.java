package io.earshot.ai.provider.ws;

import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.provider.VendorText;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContext;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings one {@link WebSocket} from nothing to an accepted handshake: name, TCP to one address after the other, TLS,
 * HTTP; all within the open timeout. Confined to the loop, but for what it hands to the {@link ConnectWorkers}.
 */
final class Connector implements ConnectWorkers.Addresses {
    private final WebSocket socket;
    private final WebSocketRequest request;
    private final SslContext tls;
    private final ConnectWorkers workers;
    private final Handshake handshake;
    private @Nullable ScheduledFuture<?> deadline;
    private @Nullable Channel channel;

    Connector(WebSocket socket, SslContext tls, ConnectWorkers workers) {
        this.socket = socket;
        this.request = socket.request();
        this.tls = tls;
        this.workers = workers;
        this.handshake = new Handshake(request);
    }

    void start() {
        long limitNs = request.limits().openTimeout().toNanos();
        deadline = socket.loop().schedule(this::onOpenTimeout, limitNs, TimeUnit.NANOSECONDS);
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(request.host());
        try {
            if (literal == null) {
                workers.lookUp(request.host(), socket.loop(), this);
            } else {
                connect(new InetAddress[] {InetAddress.getByAddress(literal)}, 0);
            }
        } catch (UnknownHostException | RejectedExecutionException e) {
            socket.loop().execute(() -> fail(Kind.UNREACHABLE, "too many connections wait to be opened"));
        }
    }

    @Override
    public void found(InetAddress[] addresses) {
        connect(addresses, 0);
    }

    @Override
    public void failed(UnknownHostException cause) {
        fail(Kind.UNREACHABLE, "no address is known for " + request.host());
    }

    Handshake handshake() {
        return handshake;
    }

    /** The handshake was accepted: frames from here on. */
    void accepted(Channel connected, HttpHeaders headers) {
        stopDeadline();
        if (socket.connecting()) {
            socket.opened(connected, headers);
        } else {
            connected.close();
        }
    }

    /** Nobody waits for the connection any more. */
    void abandon() {
        stopDeadline();
        if (channel != null) {
            channel.close();
        }
    }

    /** The peer answered, but not with a WebSocket. */
    void refused() {
        fail(handshake.refusal());
    }

    void fail(Kind kind, String detail) {
        fail(ProviderFailure.of(request.provider(), kind, VendorText.clean(detail, request.key())));
    }

    private void fail(ProviderFailure failure) {
        stopDeadline();
        if (channel != null) {
            channel.close();
        }
        socket.failed(failure);
    }

    private void connect(InetAddress[] addresses, int index) {
        if (!socket.connecting()) {
            stopDeadline();
            return;
        }
        ChannelFuture connecting = bootstrap().connect(new InetSocketAddress(addresses[index], request.port()));
        channel = connecting.channel();
        connecting.addListener(future -> {
            if (!future.isSuccess()) {
                onConnectFailed(addresses, index, future.cause());
            }
        });
    }

    private void onConnectFailed(InetAddress[] addresses, int index, Throwable cause) {
        if (index + 1 < addresses.length && socket.connecting()) {
            connect(addresses, index + 1);
        } else {
            Kind kind = cause instanceof ConnectTimeoutException ? Kind.TIMEOUT : Kind.UNREACHABLE;
            fail(kind, "connecting failed: " + cause.getMessage());
        }
    }

    private void onOpenTimeout() {
        if (handshake.answered()) {
            refused();
        } else {
            fail(
                    Kind.TIMEOUT,
                    "not open after " + request.limits().openTimeout().toMillis() + " ms");
        }
    }

    private Bootstrap bootstrap() {
        int queued = request.limits().maxQueuedBytes();
        return new Bootstrap()
                .group(socket.loop())
                .channel(LoopSockets.typeFor(socket.loop()))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        request.limits().connectTimeout().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(queued / 2, queued))
                .handler(new Pipeline());
    }

    private void stopDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** TLS when asked for, the HTTP codec until the handshake is done, and the handler of both phases. */
    private final class Pipeline extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            if (request.secure()) {
                channel.pipeline().addLast(tls.newHandler(channel.alloc(), request.host(), request.port(), workers));
            }
            HttpDecoderConfig config = new HttpDecoderConfig()
                    .setMaxInitialLineLength(1_024)
                    .setMaxHeaderSize(16_384)
                    .setInitialBufferSize(128);
            channel.pipeline().addLast(new HttpClientCodec(config, false, false));
            channel.pipeline().addLast(new OpeningHandler(Connector.this, socket));
        }
    }
}
