package io.earshot.livekit.ws;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;

/** Brings a {@link SignalSocket} from a name to a connected channel: one address after the other. Confined to its loop. */
final class Connector implements ConnectWorkers.Addresses {
    private final SignalSocket socket;
    private final SocketTarget target;
    private final SslContext tls;
    private final ConnectWorkers workers;

    Connector(SignalSocket socket, SslContext tls, ConnectWorkers workers) {
        this.socket = socket;
        this.target = socket.target();
        this.tls = tls;
        this.workers = workers;
    }

    void start() {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(target.host());
        try {
            if (literal == null) {
                workers.lookUp(target.host(), socket.loop(), this);
            } else {
                connect(new InetAddress[] {InetAddress.getByAddress(literal)}, 0);
            }
        } catch (UnknownHostException | RejectedExecutionException e) {
            socket.loop().execute(() -> socket.fail("too many connections wait to be opened"));
        }
    }

    @Override
    public void found(InetAddress[] addresses) {
        connect(addresses, 0);
    }

    @Override
    public void unknown() {
        socket.fail("no address is known for " + target.host());
    }

    private void connect(InetAddress[] addresses, int index) {
        if (!socket.connecting()) {
            return;
        }
        ChannelFuture connecting = bootstrap().connect(new InetSocketAddress(addresses[index], target.port()));
        socket.trying(connecting.channel());
        connecting.addListener(future -> {
            if (!future.isSuccess()) {
                next(addresses, index, future.cause());
            }
        });
    }

    private void next(InetAddress[] addresses, int index, Throwable cause) {
        if (index + 1 < addresses.length) {
            connect(addresses, index + 1);
        } else {
            socket.fail("connecting failed: " + cause.getMessage());
        }
    }

    private Bootstrap bootstrap() {
        int queued = target.maxQueuedBytes();
        return new Bootstrap()
                .group(socket.loop())
                .channel(typeFor(socket.loop()))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        target.connectTimeout().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(queued / 2, queued))
                .handler(new Pipeline());
    }

    private static Class<? extends SocketChannel> typeFor(EventLoop loop) {
        boolean epoll = loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /** TLS when asked for, HTTP until the handshake is done, and the handler of both phases. */
    private final class Pipeline extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            if (target.secure()) {
                channel.pipeline().addLast(tls.newHandler(channel.alloc(), target.host(), target.port(), workers));
            }
            HttpDecoderConfig config = new HttpDecoderConfig()
                    .setMaxInitialLineLength(1_024)
                    .setMaxHeaderSize(16_384)
                    .setInitialBufferSize(128);
            channel.pipeline().addLast(new HttpClientCodec(config, false, false));
            channel.pipeline().addLast(new Upgrade(socket));
        }
    }
}
