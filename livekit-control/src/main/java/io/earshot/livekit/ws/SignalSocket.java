package io.earshot.livekit.ws;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One WebSocket connection, from the name lookup to its end. Binary messages only. Confined to its loop. */
public final class SignalSocket {
    private static final int ABNORMAL = 1006;

    private enum State {
        CONNECTING,
        OPEN,
        CLOSED
    }

    private final SocketTarget target;
    private final EventLoop loop;
    private final SocketListener listener;
    private State state = State.CONNECTING;
    private @Nullable Channel channel;
    private @Nullable ScheduledFuture<?> deadline;

    SignalSocket(SocketTarget target, EventLoop loop, SocketListener listener) {
        this.target = target;
        this.loop = loop;
        this.listener = listener;
    }

    /**
     * Sends one binary message.
     *
     * @param message ownership passes to the socket
     * @return false when the socket is not open or too much waits for the network; the message is dropped then
     */
    public boolean send(ByteBuf message) {
        Channel open = channel;
        if (state != State.OPEN || open == null || !open.isWritable()) {
            message.release();
            return false;
        }
        open.writeAndFlush(new BinaryWebSocketFrame(message), open.voidPromise());
        return true;
    }

    /** Ends the connection after what was sent has left; no event follows. May be called again. */
    public void close() {
        boolean wasOpen = state == State.OPEN;
        Channel open = channel;
        become(State.CLOSED);
        if (open != null && wasOpen) {
            open.writeAndFlush(new CloseWebSocketFrame(1000, "")).addListener(ChannelFutureListener.CLOSE);
        } else if (open != null) {
            open.close();
        }
    }

    void start(SslContext tls, ConnectWorkers workers) {
        long limitNs = target.openTimeout().toNanos();
        deadline = loop.schedule(() -> fail("not open in time"), limitNs, TimeUnit.NANOSECONDS);
        new Connector(this, tls, workers).start();
    }

    SocketTarget target() {
        return target;
    }

    EventLoop loop() {
        return loop;
    }

    boolean connecting() {
        return state == State.CONNECTING;
    }

    /** The channel that is being tried. */
    void trying(Channel next) {
        channel = next;
    }

    void opened() {
        become(State.OPEN);
        listener.onOpen();
    }

    void refused(int status, String body) {
        if (state == State.CONNECTING) {
            end();
            listener.onRefused(status, body);
        }
    }

    void fail(String cause) {
        if (state == State.CONNECTING) {
            end();
            listener.onFailed(cause);
        }
    }

    void message(ByteBuf payload) {
        if (state == State.OPEN) {
            listener.onMessage(payload);
        }
    }

    void pinged(ByteBuf payload) {
        Channel open = channel;
        if (state == State.OPEN && open != null && open.isWritable()) {
            open.writeAndFlush(new PongWebSocketFrame(payload.retain()), open.voidPromise());
        }
    }

    /** The peer closed, or the transport is gone. */
    void lost(int code, String cause) {
        switch (state) {
            case CONNECTING -> fail(cause);
            case OPEN -> {
                end();
                listener.onClosed(code, cause);
            }
            case CLOSED -> {}
        }
    }

    void lost(String cause) {
        lost(ABNORMAL, cause);
    }

    private void end() {
        become(State.CLOSED);
        if (channel != null) {
            channel.close();
        }
    }

    private void become(State next) {
        state = next;
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
