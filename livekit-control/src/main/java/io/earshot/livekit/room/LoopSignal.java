package io.earshot.livekit.room;

import io.earshot.livekit.ws.SignalSocket;
import io.earshot.livekit.ws.SignalSockets;
import io.earshot.livekit.ws.SocketListener;
import io.earshot.livekit.ws.SocketTarget;
import io.earshot.media.net.MediaLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import livekit.LivekitRtc.SignalRequest;
import org.jspecify.annotations.Nullable;

/** The signalling socket on a loop. What an abandoned socket says later is passed over. Confined to its loop. */
final class LoopSignal implements SignalPort {
    private final SignalSockets sockets;
    private final MediaLoop loop;
    private final Duration connectTimeout;
    private final Consumer<Runnable> guard;
    private @Nullable Listener listener;
    private @Nullable SignalSocket socket;

    /** @param guard runs what the socket tells, so that a fault ends the room */
    LoopSignal(SignalSockets sockets, MediaLoop loop, Duration connectTimeout, Consumer<Runnable> guard) {
        this.sockets = sockets;
        this.loop = loop;
        this.connectTimeout = connectTimeout;
        this.guard = guard;
    }

    /** Who is told; once, before anything else. */
    void tellTo(Listener room) {
        listener = room;
    }

    @Override
    public void open(URI uri, String bearer, long limitNs) {
        close();
        Duration limit = Duration.ofNanos(Math.max(1, limitNs));
        Duration connect = connectTimeout.compareTo(limit) < 0 ? connectTimeout : limit;
        Duration atLeast = connect.toMillis() < 1 ? Duration.ofMillis(1) : connect;
        Ears ears = new Ears();
        SignalSocket opened = sockets.connect(SocketTarget.of(uri, bearer, atLeast, limit), loop.eventLoop(), ears);
        ears.mine = opened;
        socket = opened;
    }

    @Override
    public boolean send(SignalRequest request) {
        SignalSocket open = socket;
        if (open == null) {
            return false;
        }
        ByteBuf message = ByteBufAllocator.DEFAULT.buffer(request.getSerializedSize());
        try {
            request.writeTo(new ByteBufOutputStream(message));
        } catch (IOException impossible) {
            message.release();
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return open.send(message);
    }

    @Override
    public void close() {
        SignalSocket open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }

    /** Hears one socket, as long as it is the room's. */
    private final class Ears implements SocketListener {
        private @Nullable SignalSocket mine;

        @Override
        public void onOpen() {
            tell(Listener::onSocketOpen);
        }

        @Override
        public void onMessage(ByteBuf payload) {
            tell(room -> room.onSocketMessage(payload));
        }

        @Override
        public void onRefused(int status, String body) {
            tell(room -> room.onSocketRefused(status, body));
        }

        @Override
        public void onFailed(String cause) {
            tell(room -> room.onSocketFailed(cause));
        }

        @Override
        public void onClosed(int code, String cause) {
            tell(room -> room.onSocketClosed(cause + " (" + code + ")"));
        }

        private void tell(Consumer<Listener> what) {
            Listener room = listener;
            if (mine != null && mine == socket && room != null) {
                guard.accept(() -> what.accept(room));
            }
        }
    }
}
