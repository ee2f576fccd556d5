package io.earshot.tools.simulate.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;

/** The body of an answer in pieces. Confined to the connection's event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, which is seen
public final class StreamingBody {
    private final Channel channel;
    private final boolean keepAlive;

    StreamingBody(Channel channel, boolean keepAlive) {
        this.channel = channel;
        this.keepAlive = keepAlive;
    }

    /** An empty buffer to write a piece into. */
    public ByteBuf buffer() {
        return channel.alloc().buffer(512);
    }

    /** Sends a piece and releases it. An empty one is dropped, because it would end the body. */
    public void send(ByteBuf piece) {
        if (!piece.isReadable()) {
            piece.release();
            return;
        }
        channel.writeAndFlush(new DefaultHttpContent(piece), channel.voidPromise());
    }

    /** Ends the body. */
    public void end() {
        ChannelFuture written = channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Breaks the connection in the middle of the body. */
    public void abort() {
        channel.close();
    }

    /** Whether the client is still there. */
    public boolean open() {
        return channel.isActive();
    }

    /** Whether the client takes more at the moment. */
    public boolean writable() {
        return channel.isWritable();
    }
}
