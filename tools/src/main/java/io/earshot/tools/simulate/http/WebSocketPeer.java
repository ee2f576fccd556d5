package io.earshot.tools.simulate.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/** The client at the other end of a WebSocket. Confined to the connection's event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, which is seen
public final class WebSocketPeer {
    private final Channel channel;
    private static final long GOODBYE_NS = 1_000_000_000L;

    private final LoopTimer timer;
    private boolean closing;

    WebSocketPeer(Channel channel, LoopTimer timer) {
        this.channel = channel;
        this.timer = timer;
    }

    /** The timers of this connection's event loop. */
    public LoopTimer timer() {
        return timer;
    }

    /** An empty buffer to write a message into. */
    public ByteBuf buffer() {
        return channel.alloc().buffer(512);
    }

    /** Sends a text message and releases it; nothing is sent after a goodbye. */
    public void send(ByteBuf text) {
        if (closing) {
            text.release();
            return;
        }
        channel.writeAndFlush(new TextWebSocketFrame(text), channel.voidPromise());
    }

    /** Whether the client takes more at the moment. */
    public boolean writable() {
        return channel.isWritable();
    }

    /** Says goodbye with a status; the connection closes when the client answered, or after a second. */
    public void close(int status, String reason) {
        close(new CloseWebSocketFrame(status, reason));
    }

    /** Says goodbye without a status. */
    public void close() {
        close(new CloseWebSocketFrame(true, 0, Unpooled.EMPTY_BUFFER));
    }

    /** Breaks the connection without a goodbye. */
    public void abort() {
        closing = true;
        channel.close();
    }

    /** Whether a goodbye was said, after which nothing counts. */
    boolean closing() {
        return closing;
    }

    /** Closing at once could reset the connection before the client has read the goodbye. */
    private void close(CloseWebSocketFrame goodbye) {
        if (closing) {
            goodbye.release();
            return;
        }
        closing = true;
        channel.writeAndFlush(goodbye, channel.voidPromise());
        timer.after(GOODBYE_NS, channel::close);
    }
}
