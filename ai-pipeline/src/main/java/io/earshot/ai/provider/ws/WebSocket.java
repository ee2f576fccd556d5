package io.earshot.ai.provider.ws;

import io.earshot.ai.provider.LoopTimer;
import io.earshot.ai.provider.ProviderFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection as a client. Frames go out at once; while more than
 * {@link WebSocketLimits#maxQueuedBytes} wait for the network, new ones are refused and counted (the newest is the one
 * dropped: what was accepted is never taken back). Pings are sent by itself. Confined to its loop.
 */
public final class WebSocket {
    enum State {
        CONNECTING,
        OPEN,
        CLOSING,
        CLOSED
    }

    private static final int NORMAL = 1000;
    private static final int ABNORMAL = 1006;
    private static final int NO_STATUS = 1005;

    private final WebSocketRequest request;
    private final EventLoop loop;
    private final WebSocketListener listener;
    private State state = State.CONNECTING;
    private @Nullable Connector connector;
    private @Nullable Channel channel;
    private @Nullable FrameReader reader;
    private @Nullable ScheduledFuture<?> timer;
    private long lastReceivedNs;
    private long droppedFrames;

    WebSocket(WebSocketRequest request, EventLoop loop, WebSocketListener listener) {
        this.request = request;
        this.loop = loop;
        this.listener = listener;
    }

    /** Whether frames can be sent. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Frames refused because the network was slower than the speaker, so far. */
    public long droppedFrames() {
        return droppedFrames;
    }

    /**
     * Sends a binary message. {@code payload} stays its owner's: it is masked into the outgoing buffer during the call.
     *
     * @return false when it was refused: not open, or too much is waiting
     */
    public boolean sendBinary(ByteBuf payload) {
        return send(FrameWriter.BINARY, payload);
    }

    /** Sends a text message; false when it was refused. */
    public boolean sendText(String text) {
        Channel open = channel;
        if (open == null) {
            return false;
        }
        ByteBuf utf8 = ByteBufUtil.writeUtf8(open.alloc(), text);
        try {
            return send(FrameWriter.TEXT, utf8);
        } finally {
            utf8.release();
        }
    }

    /** Closes with the closing handshake (RFC 6455 section 7.1.2); no event follows. May be called again. */
    public void close(int code, String reason) {
        if (state == State.OPEN) {
            writeClose(code, reason);
            awaitPeerClose();
        } else if (state == State.CONNECTING) {
            abort();
        }
    }

    /** Leaves the closing to the peer (which was asked in its own protocol), bounded in time; no event follows. */
    public void awaitPeerClose() {
        if (state != State.OPEN) {
            abort();
            return;
        }
        state = State.CLOSING;
        startTimer(this::abort, request.limits().closeTimeout().toNanos());
    }

    /** Drops the connection at once; no event follows. May be called again. */
    public void abort() {
        state = State.CLOSED;
        release();
        if (connector != null) {
            connector.abandon();
            connector = null;
        }
        if (channel != null) {
            channel.close();
        }
    }

    void openedBy(Connector opener) {
        connector = opener;
    }

    WebSocketRequest request() {
        return request;
    }

    EventLoop loop() {
        return loop;
    }

    boolean connecting() {
        return state == State.CONNECTING;
    }

    void opened(Channel connected, HttpHeaders headers) {
        connector = null;
        channel = connected;
        reader = new FrameReader(connected.alloc(), request.limits().maxMessageBytes());
        state = State.OPEN;
        lastReceivedNs = LoopTimer.nowNs();
        startTimer(this::beat, heartbeatNs());
        listener.onOpen(headers);
    }

    void failed(ProviderFailure failure) {
        connector = null;
        if (state == State.CONNECTING) {
            state = State.CLOSED;
            listener.onFailed(failure);
        }
    }

    void received(ByteBuf bytes) {
        lastReceivedNs = LoopTimer.nowNs();
        FrameReader frames = reader;
        if (frames == null) {
            return;
        }
        FrameReader.Status status = frames.read(bytes, sink);
        if (status != FrameReader.Status.OK && (state == State.OPEN || state == State.CLOSING)) {
            writeClose(status.closeCode, status.name());
            end(status.closeCode, "the peer broke the WebSocket protocol: " + status);
        }
    }

    /** The transport ended without a close frame. */
    void lost(String why) {
        end(ABNORMAL, why);
    }

    private final FrameReader.Sink sink = new FrameReader.Sink() {
        @Override
        public void onMessage(boolean text, ByteBuf payload) {
            if (state == State.OPEN) {
                listener.onMessage(text, payload);
            }
        }

        @Override
        public void onPing(ByteBuf payload) {
            send(FrameWriter.PONG, payload);
        }

        @Override
        public void onPong() {
            // Any octet received shows that the peer lives: noted in received().
        }

        @Override
        public void onClose(int code, String reason) {
            if (state == State.OPEN) {
                writeClose(code == NO_STATUS ? NORMAL : code, "");
            }
            end(code, reason);
        }
    };

    private boolean send(int opcode, ByteBuf payload) {
        Channel open = channel;
        if (open == null || state != State.OPEN) {
            return false;
        }
        if (!open.isWritable()) {
            droppedFrames++;
            return false;
        }
        write(open, opcode, payload);
        return true;
    }

    private static void write(Channel open, int opcode, ByteBuf payload) {
        int maskKey = ThreadLocalRandom.current().nextInt();
        ByteBuf frame = FrameWriter.frame(open.alloc(), opcode, payload, maskKey);
        open.writeAndFlush(frame, open.voidPromise());
    }

    private void writeClose(int code, String reason) {
        Channel open = channel;
        if (open == null || !open.isActive()) {
            return;
        }
        ByteBuf payload = open.alloc().buffer(125);
        try {
            payload.writeShort(code);
            ByteBufUtil.writeUtf8(payload, reason.substring(0, Math.min(reason.length(), 40)));
            write(open, FrameWriter.CLOSE, payload);
        } finally {
            payload.release();
        }
    }

    private void end(int code, String reason) {
        boolean wasOpen = state == State.OPEN;
        state = State.CLOSED;
        release();
        if (channel != null) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        if (wasOpen) {
            listener.onClosed(code, reason);
        }
    }

    private void beat() {
        if (state != State.OPEN) {
            return;
        }
        if (LoopTimer.nowNs() - lastReceivedNs > 2 * heartbeatNs()) {
            lost("no sign of life for two heartbeats");
            return;
        }
        send(FrameWriter.PING, Unpooled.EMPTY_BUFFER);
        startTimer(this::beat, heartbeatNs());
    }

    private long heartbeatNs() {
        return request.limits().heartbeat().toNanos();
    }

    private void startTimer(Runnable task, long delayNs) {
        stopTimer();
        timer = loop.schedule(task, delayNs, TimeUnit.NANOSECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void release() {
        stopTimer();
        if (reader != null) {
            reader.stop();
        }
    }
}
