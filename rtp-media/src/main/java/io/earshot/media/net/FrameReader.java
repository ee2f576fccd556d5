package io.earshot.media.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/** Cuts a TCP stream into datagrams (RFC 4571); one that is longer than any datagram of ours ends it. Confined to its loop. */
final class FrameReader extends ChannelInboundHandlerAdapter {
    private static final int LENGTH_BYTES = 2;

    private final MediaLoop loop;
    private final FramedSocket.Listener listener;
    private @Nullable ByteBuf rest;
    private boolean over;

    FrameReader(MediaLoop loop, FramedSocket.Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf stream = join(ctx, (ByteBuf) message);
        try {
            cut(ctx, stream, loop.nowNs());
            keep(stream);
        } finally {
            stream.release();
        }
    }

    private ByteBuf join(ChannelHandlerContext ctx, ByteBuf more) {
        ByteBuf before = rest;
        if (before == null) {
            return more;
        }
        rest = null;
        ByteBuf both = ctx.alloc().buffer(before.readableBytes() + more.readableBytes());
        both.writeBytes(before).writeBytes(more);
        before.release();
        more.release();
        return both;
    }

    private void cut(ChannelHandlerContext ctx, ByteBuf stream, long nowNs) {
        while (!over && stream.readableBytes() >= LENGTH_BYTES) {
            int length = stream.getUnsignedShort(stream.readerIndex());
            if (length > UdpTransport.MAX_DATAGRAM_BYTES) {
                close(ctx.channel());
                return;
            }
            if (stream.readableBytes() < LENGTH_BYTES + length) {
                return;
            }
            stream.skipBytes(LENGTH_BYTES);
            deliver(stream.readSlice(length), nowNs);
        }
    }

    private void deliver(ByteBuf datagram, long nowNs) {
        try {
            listener.onDatagram(datagram, nowNs);
        } catch (RuntimeException bug) {
            listener.onFault(bug);
        }
    }

    private void keep(ByteBuf stream) {
        if (!over && stream.isReadable()) {
            rest = stream.retain();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        close(ctx.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        close(ctx.channel());
    }

    void close(Channel channel) {
        boolean first = !over;
        silence();
        var _ = channel.close();
        if (first) {
            listener.onClosed();
        }
    }

    void silence() {
        over = true;
        if (rest != null) {
            rest.release();
            rest = null;
        }
    }
}
