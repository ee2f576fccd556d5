package io.earshot.tools.simulate.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One listening port and the event loops behind it. Thread-safe because its fields never change. */
public final class HttpServer implements AutoCloseable {
    private static final int MOST_BODY_BYTES = 1 << 20;

    private final MultiThreadIoEventLoopGroup loops;
    private final IdentityHashMap<EventExecutor, LoopTimer> timers = new IdentityHashMap<>();
    private final Channel listening;

    /**
     * Listens at {@code address} (port 0: any free one) with {@code threads} event loops.
     *
     * @param endpoints is called for each request on its connection's event loop
     * @throws IOException when the address cannot be bound
     */
    public HttpServer(InetSocketAddress address, int threads, Consumer<Exchange> endpoints) throws IOException {
        loops = new MultiThreadIoEventLoopGroup(threads, ioHandlers());
        loops.forEach(loop -> timers.put(loop, new LoopTimer((EventLoop) loop)));
        var bound = bootstrap(endpoints).bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close(loops);
            throw new IOException("cannot listen at " + address, bound.cause());
        }
        listening = bound.channel();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        close(loops);
    }

    private static IoHandlerFactory ioHandlers() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    private ServerBootstrap bootstrap(Consumer<Exchange> endpoints) {
        return new ServerBootstrap()
                .group(loops)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 << 10, 256 << 10))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connect(channel, endpoints);
                    }
                });
    }

    private void connect(SocketChannel channel, Consumer<Exchange> endpoints) {
        LoopTimer timer = Objects.requireNonNull(timers.get(channel.eventLoop()), "each loop has a timer");
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(MOST_BODY_BYTES),
                        new RequestHandler(endpoints, timer));
    }

    private static void close(MultiThreadIoEventLoopGroup loops) {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
