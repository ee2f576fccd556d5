package io.earshot.ai.provider.ws;

import io.earshot.ai.provider.ProviderFailure.Kind;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The HTTP phase of a connection: asks, judges, and makes way for {@link FrameHandler}. Confined to its loop. */
final class OpeningHandler extends ChannelInboundHandlerAdapter {
    private final Connector connector;
    private final WebSocket socket;
    private @Nullable HttpHeaders accepted;

    OpeningHandler(Connector connector, WebSocket socket) {
        this.connector = connector;
        this.socket = socket;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (socket.connecting()) {
            context.writeAndFlush(connector.handshake().httpRequest(), context.voidPromise());
        } else {
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpObject http && http.decoderResult().isFailure()) {
                connector.fail(Kind.PROTOCOL, "the answer to the handshake is not HTTP");
                return;
            }
            if (message instanceof HttpResponse response
                    && connector.handshake().onResponse(response)) {
                accepted = response.headers();
            }
            if (message instanceof HttpContent content) {
                connector.handshake().onBody(content.content());
            }
            if (message instanceof LastHttpContent) {
                decide(context);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void decide(ChannelHandlerContext context) {
        HttpHeaders headers = accepted;
        if (headers == null) {
            connector.refused();
            return;
        }
        HttpClientCodec codec = context.pipeline().get(HttpClientCodec.class);
        codec.prepareUpgradeFrom(context.pipeline().context(codec));
        context.pipeline().replace(this, null, new FrameHandler(socket));
        connector.accepted(context.channel(), headers);
        // Hands frames that came along with the answer to the new handler.
        context.pipeline().remove(codec);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connector.refused();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent tls && !tls.isSuccess()) {
            connector.fail(Kind.UNREACHABLE, "TLS failed: " + tls.cause().getMessage());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable root = cause.getCause() instanceof SSLException tls ? tls : cause;
        String what = root instanceof SSLException ? "TLS failed: " : "connection failed: ";
        connector.fail(Kind.UNREACHABLE, what + root.getMessage());
    }
}
