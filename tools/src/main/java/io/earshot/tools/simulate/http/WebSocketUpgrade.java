package io.earshot.tools.simulate.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import org.jspecify.annotations.Nullable;

/** Turns an HTTP connection into a WebSocket (RFC 6455). Extensions are not negotiated. Stateless. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, which is seen
final class WebSocketUpgrade {
    private static final int MOST_BYTES = 1 << 20;

    private WebSocketUpgrade() {}

    static boolean perform(
            Channel channel,
            LoopTimer timer,
            FullHttpRequest request,
            @Nullable String subprotocol,
            HttpHeaders headers,
            WebSocketSession session) {
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        "ws://" + request.headers().get("host") + request.uri(),
                        subprotocol,
                        WebSocketDecoderConfig.newBuilder()
                                .maxFramePayloadLength(MOST_BYTES)
                                .build())
                .newHandshaker(request);
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(channel);
            return false;
        }
        return handshake(handshaker, channel, timer, request, headers, session);
    }

    private static boolean handshake(
            WebSocketServerHandshaker handshaker,
            Channel channel,
            LoopTimer timer,
            FullHttpRequest request,
            HttpHeaders headers,
            WebSocketSession session) {
        try {
            handshaker.handshake(channel, request, headers, channel.newPromise());
        } catch (WebSocketHandshakeException e) {
            channel.close();
            return false;
        }
        channel.pipeline().remove(RequestHandler.class);
        WebSocketPeer peer = new WebSocketPeer(channel, timer);
        channel.pipeline().addLast(new WebSocketFrameAggregator(MOST_BYTES), new Frames(session, peer));
        session.onOpen(peer);
        return true;
    }

    /** Hands messages to the session, answers pings and closes. Confined to the connection's event loop. */
    private static final class Frames extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final WebSocketSession session;
        private final WebSocketPeer peer;

        Frames(WebSocketSession session, WebSocketPeer peer) {
            this.session = session;
            this.peer = peer;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            ByteBuf content = frame.content();
            if (peer.closing()) {
                onGoodbye(context, frame);
                return;
            }
            switch (frame) {
                case BinaryWebSocketFrame _ -> session.onBinary(content);
                case TextWebSocketFrame _ -> session.onText(content);
                case PingWebSocketFrame _ -> context.writeAndFlush(new PongWebSocketFrame(content.retain()));
                case CloseWebSocketFrame close ->
                    context.writeAndFlush(close.retainedDuplicate()).addListener(ChannelFutureListener.CLOSE);
                default -> {} // pongs
            }
        }

        private static void onGoodbye(ChannelHandlerContext context, WebSocketFrame frame) {
            if (frame instanceof CloseWebSocketFrame) {
                context.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            session.onClosed();
            context.fireChannelInactive();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ConnectionErrors.close(context, cause);
        }
    }
}
