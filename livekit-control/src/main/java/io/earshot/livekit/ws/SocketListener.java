package io.earshot.livekit.ws;

import io.netty.buffer.ByteBuf;

/**
 * What a {@link SignalSocket} tells its user, on its loop: either {@link #onRefused} or {@link #onFailed} alone, or {@link #onOpen}, messages,
 * and {@link #onClosed}. Nothing comes after the user closed it.
 */
public interface SocketListener {
    /** Messages may be sent. */
    void onOpen();

    /** A whole message. {@code payload} is borrowed: valid during the call only. */
    void onMessage(ByteBuf payload);

    /**
     * The server answered with something else than a WebSocket.
     *
     * @param status HTTP status
     * @param body the beginning of the body, at most 4 KB. It may quote the token that was sent: it must not be logged as it is
     */
    void onRefused(int status, String body);

    /** No connection, or none in time; {@code cause} may be logged. */
    void onFailed(String cause);

    /**
     * An open connection has ended.
     *
     * @param code the peer's close code, 1006 when there was none
     */
    void onClosed(int code, String cause);
}
