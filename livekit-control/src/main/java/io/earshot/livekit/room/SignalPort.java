package io.earshot.livekit.room;

import io.netty.buffer.ByteBuf;
import java.net.URI;
import livekit.LivekitRtc.SignalRequest;

/** The signalling socket, as the sans-IO core of a room sees it. Confined to the room's loop. */
interface SignalPort {
    /** Opens a socket in place of the one before, which says nothing more. */
    void open(URI uri, String bearer, long limitNs);

    /** Whether it was taken: false when the socket is not open or too much waits. */
    boolean send(SignalRequest request);

    /** Ends the socket; nothing more is heard of it. */
    void close();

    /** What happens to the socket. */
    interface Listener {
        void onSocketOpen();

        void onSocketMessage(ByteBuf message);

        void onSocketRefused(int status, String body);

        void onSocketFailed(String cause);

        void onSocketClosed(String cause);
    }
}
