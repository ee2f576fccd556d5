package io.earshot.livekit.ws;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The HTTP phase of a connection: asks, judges the answer, and makes way for {@link Frames}. Confined to its loop. */
final class Upgrade extends ChannelInboundHandlerAdapter {
    private static final int MAX_BODY = 4_096;

    private final SignalSocket socket;
    private final WebSocketClientHandshaker handshaker;
    private final StringBuilder body = new StringBuilder();
    private @Nullable HttpResponse answer;

    Upgrade(SignalSocket socket) {
        this.socket = socket;
        SocketTarget target = socket.target();
        HttpHeaders headers = new DefaultHttpHeaders().set(HttpHeaderNames.AUTHORIZATION, "Bearer " + target.bearer());
        this.handshaker = WebSocketClientHandshakerFactory.newHandshaker(
                target.uri(), WebSocketVersion.V13, null, false, headers, target.maxMessageBytes(), true, false);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!socket.target().secure()) {
            ask(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent tls) {
            if (tls.isSuccess()) {
                ask(context);
            } else {
                socket.fail("TLS failed: " + root(tls.cause()));
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            read(context, message);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        HttpResponse refusal = answer;
        if (refusal == null) {
            socket.lost("the server closed the connection before it answered");
        } else {
            socket.refused(refusal.status().code(), body.toString());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        socket.lost(causeOf(cause));
    }

    private void ask(ChannelHandlerContext context) {
        if (socket.connecting()) {
            handshaker.handshake(context.channel());
        } else {
            context.close();
        }
    }

    private void read(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpObject http && http.decoderResult().isFailure()) {
            socket.fail("the server's answer is not HTTP");
            return;
        }
        if (message instanceof HttpResponse response) {
            answer = response;
        }
        if (message instanceof HttpContent content) {
            append(content.content());
        }
        HttpResponse response = answer;
        if (response == null) {
            return;
        }
        if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            accept(context, response);
        } else if (message instanceof LastHttpContent || body.length() >= MAX_BODY) {
            socket.refused(response.status().code(), body.toString());
        }
    }

    private void accept(ChannelHandlerContext context, HttpResponse response) {
        if (handshaker.isHandshakeComplete() || !socket.connecting()) {
            return;
        }
        try {
            handshaker.finishHandshake(
                    context.channel(),
                    new DefaultFullHttpResponse(
                            response.protocolVersion(),
                            response.status(),
                            io.netty.buffer.Unpooled.EMPTY_BUFFER,
                            response.headers(),
                            new DefaultHttpHeaders()));
        } catch (WebSocketHandshakeException e) {
            socket.fail("the server's answer is no WebSocket's: " + e.getMessage());
            return;
        }
        int largest = socket.target().maxMessageBytes();
        context.pipeline().addLast(new WebSocketFrameAggregator(largest), new Frames(socket));
        context.pipeline().remove(this);
        socket.opened();
    }

    private void append(ByteBuf content) {
        int take = Math.min(content.readableBytes(), MAX_BODY - body.length());
        body.append(content.toString(content.readerIndex(), take, UTF_8));
    }

    static String causeOf(Throwable cause) {
        Throwable root = cause.getCause() instanceof SSLException tls ? tls : cause;
        return switch (root) {
            case SSLException tls -> "TLS failed: " + root(tls);
            case IOException io -> "the connection broke: " + io.getMessage();
            default -> "the peer broke the protocol: " + root.getClass().getSimpleName();
        };
    }

    /** The innermost message: Java wraps what is wrong with a certificate several times. */
    private static String root(Throwable failure) {
        Throwable inner = failure;
        for (int depth = 0; depth < 8 && inner.getCause() != null; depth++) {
            inner = inner.getCause();
        }
        return String.valueOf(inner.getMessage());
    }
}
