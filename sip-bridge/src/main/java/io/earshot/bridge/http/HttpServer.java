package io.earshot.bridge.http;

import io.earshot.bridge.config.HttpConfig;
import io.earshot.bridge.config.HttpTokens;
import io.earshot.sip.tls.TlsKeeper;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A small HTTP/1.1 server: one I/O thread apart from the media loops, requests answered on virtual threads, one of a connection at a
 * time. Slow, oversize, ambiguous and surplus requests are refused and counted. Thread-safe.
 */
public final class HttpServer implements AutoCloseable {
    private final HttpConfig config;
    private final NavigableMap<String, HttpResource> resources;
    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("http", true), NioIoHandler.newFactory());
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpCounters counters = new HttpCounters();
    private final ConnectionBook book;
    private final AccessControl access;
    private final @Nullable TlsKeeper tls;
    private final Channel listener;

    /**
     * Binds and begins to answer everybody; for resources that check for themselves.
     *
     * @param resources path prefixes and who answers them; the longest matching prefix wins
     * @throws IOException when the address cannot be bound, or a file of TLS cannot be used
     */
    public HttpServer(HttpConfig config, Map<String, HttpResource> resources) throws IOException {
        this(config, resources, AccessRules.everythingOpen(), config::tokens);
    }

    /**
     * Binds and begins to answer whoever may ask.
     *
     * @param rules which resources ask for how much
     * @param tokens those in force, asked at every request
     * @throws IOException when the address cannot be bound, or a file of TLS cannot be used
     */
    public HttpServer(
            HttpConfig config, Map<String, HttpResource> resources, AccessRules rules, Supplier<HttpTokens> tokens)
            throws IOException {
        this.config = config;
        this.resources = new TreeMap<>(resources);
        this.book = new ConnectionBook(config, counters);
        this.access = new AccessControl(config, tokens, rules);
        this.tls = config.tls().given() ? TlsKeeper.open(config.tls().config()) : null;
        this.listener = bind();
    }

    /** The address bound, with its real port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** What became of connections and requests. */
    public HttpCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
        workers.shutdownNow();
        if (tls != null) {
            tls.close();
        }
    }

    private Channel bind() throws IOException {
        var bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
                    }
                })
                .bind(new InetSocketAddress(config.host(), config.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            group.shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.SECONDS);
            workers.shutdownNow();
            throw new IOException("cannot listen for HTTP on " + config.host() + ":" + config.port(), bound.cause());
        }
        return bound.channel();
    }

    private void accept(SocketChannel channel) {
        if (!book.admits(channel)) {
            channel.close();
            return;
        }
        channel.pipeline().addLast(new RequestDeadline(config.requestTimeout(), counters));
        if (tls != null) {
            // Not on the thread that serves them all: strangers' signatures are the dear part of a connection.
            SslHandler handler = new SslHandler(tls.acceptingEngine(), workers);
            handler.setHandshakeTimeoutMillis(config.requestTimeout().toMillis());
            channel.pipeline().addLast(handler);
        }
        channel.pipeline()
                .addLast(new StrictDecoder())
                .addLast(new HttpResponseEncoder())
                .addLast(new HttpServerKeepAliveHandler())
                .addLast(new OneAtATime(book))
                .addLast(new RequestGate(resources, access, counters))
                .addLast(new HttpObjectAggregator(config.maxBody(), true))
                .addLast(new ResourceHandler(resources, workers));
    }
}
