package io.earshot.livekit.ws;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/** The frame phase of a connection. Text is no message of ours and is passed over. Confined to its loop. */
final class Frames extends ChannelInboundHandlerAdapter {
    private final SignalSocket socket;

    Frames(SignalSocket socket) {
        this.socket = socket;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            switch (message) {
                case BinaryWebSocketFrame binary -> socket.message(binary.content());
                case PingWebSocketFrame ping -> socket.pinged(ping.content());
                case CloseWebSocketFrame close -> closed(close);
                default -> {}
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        socket.lost("the connection ended without a close frame");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        socket.lost(Upgrade.causeOf(cause));
    }

    private void closed(CloseWebSocketFrame close) {
        socket.lost(close.statusCode() < 0 ? 1005 : close.statusCode(), "the server closed the socket");
    }
}
