package io.earshot.ai.provider;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket server on loopback, made of Netty's own WebSocket codec, that a test drives by hand. */
public final class FakeVendor implements AutoCloseable {
    /** A handshake answered with an HTTP error. */
    public record Refusal(int status, HttpHeaders headers, String body) {}

    /** What a client sent. */
    public record Received(String kind, byte[] bytes) {
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();
    private final ChannelGroup accepted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final @Nullable SslContext tls;
    private final Channel server;
    private volatile boolean mute;

    public FakeVendor() {
        this(null);
    }

    public FakeVendor(@Nullable SslContext tls) {
        this.tls = tls;
        this.server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        prepare(channel);
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", 0))
                .syncUninterruptibly()
                .channel();
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    public URI uri(String path) {
        return URI.create((tls == null ? "ws" : "wss") + "://localhost:" + port() + path);
    }

    /** A loop for the client side. */
    public EventLoop loop() {
        return group.next();
    }

    public void refuseNext(int status, String body, String... headers) {
        HttpHeaders all = new DefaultHttpHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        refusals.add(new Refusal(status, all, body));
    }

    /** Accepts TCP but never answers a handshake. */
    public void neverAnswer() {
        mute = true;
    }

    public Connection connection() throws InterruptedException {
        return requireNonNull(connections.poll(5, TimeUnit.SECONDS), "no client connected");
    }

    public boolean noConnectionWithin(long millis) throws InterruptedException {
        return connections.poll(millis, TimeUnit.MILLISECONDS) == null;
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        accepted.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void prepare(SocketChannel channel) {
        accepted.add(channel);
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(8_192), new Handler());
    }

    private final class Handler extends ChannelInboundHandlerAdapter {
        private @Nullable Connection connection;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                if (message instanceof FullHttpRequest request) {
                    onRequest(context, request);
                } else if (message instanceof WebSocketFrame frame && connection != null) {
                    connection.onFrame(frame);
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (connection != null) {
                connection.received.add(new Received("gone", new byte[0]));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        private void onRequest(ChannelHandlerContext context, FullHttpRequest request) {
            Refusal refusal = refusals.poll();
            if (mute) {
                return;
            }
            if (refusal != null) {
                refuse(context, refusal);
                return;
            }
            Connection accepted = new Connection(
                    context.channel(), request.uri(), request.headers().copy());
            connection = accepted;
            HttpHeaders extra =
                    new DefaultHttpHeaders().add("dg-request-id", "req-1").add("x-request-id", "xr-1");
            new WebSocketServerHandshakerFactory(uri("/").toString(), null, false, 1 << 20)
                    .newHandshaker(request)
                    .handshake(context.channel(), request, extra, context.newPromise())
                    .addListener(_ -> connections.add(accepted));
        }

        private void refuse(ChannelHandlerContext context, Refusal refusal) {
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(refusal.status()),
                    Unpooled.copiedBuffer(refusal.body(), StandardCharsets.UTF_8));
            response.headers().add(refusal.headers());
            response.headers()
                    .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** One accepted client. */
    public static final class Connection {
        private final Channel channel;
        private final String uri;
        private final HttpHeaders headers;
        private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

        Connection(Channel channel, String uri, HttpHeaders headers) {
            this.channel = channel;
            this.uri = uri;
            this.headers = headers;
        }

        public String uri() {
            return uri;
        }

        public HttpHeaders headers() {
            return headers;
        }

        public void send(String text) {
            channel.writeAndFlush(new TextWebSocketFrame(text));
        }

        public void sendFrame(WebSocketFrame frame) {
            channel.writeAndFlush(frame);
        }

        public void sendRaw(byte[] bytes) {
            channel.pipeline().firstContext().writeAndFlush(Unpooled.wrappedBuffer(bytes));
        }

        public void closeWith(int code, String reason) {
            channel.writeAndFlush(new CloseWebSocketFrame(code, reason)).addListener(ChannelFutureListener.CLOSE);
        }

        public void drop() {
            channel.close();
        }

        public Received next() throws InterruptedException {
            return requireNonNull(received.poll(5, TimeUnit.SECONDS), "the client sent nothing");
        }

        /** The next text or binary message of that kind, others skipped. */
        public Received next(String kind) throws InterruptedException {
            Received one = next();
            while (!one.kind().equals(kind)) {
                one = next();
            }
            return one;
        }

        public boolean quietFor(long millis) throws InterruptedException {
            return received.poll(millis, TimeUnit.MILLISECONDS) == null;
        }

        void onFrame(WebSocketFrame frame) {
            String kind = switch (frame) {
                case TextWebSocketFrame _ -> "text";
                case BinaryWebSocketFrame _ -> "binary";
                case PingWebSocketFrame _ -> "ping";
                case PongWebSocketFrame _ -> "pong";
                case CloseWebSocketFrame _ -> "close";
                default -> "other";
            };
            received.add(new Received(kind, ByteBufUtil.getBytes(frame.content())));
            if (frame instanceof CloseWebSocketFrame) {
                channel.writeAndFlush(frame.retain()).addListener(ChannelFutureListener.CLOSE);
            }
        }
    }
}
