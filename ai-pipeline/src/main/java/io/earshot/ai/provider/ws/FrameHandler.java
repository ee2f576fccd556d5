package io.earshot.ai.provider.ws;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** The frame phase of a connection: hands octets and the end to its {@link WebSocket}. Confined to its loop. */
final class FrameHandler extends ChannelInboundHandlerAdapter {
    private final WebSocket socket;

    FrameHandler(WebSocket socket) {
        this.socket = socket;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            socket.received(bytes);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        socket.lost("the connection ended without a close frame");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        socket.lost("the connection failed: " + cause.getMessage());
    }
}
