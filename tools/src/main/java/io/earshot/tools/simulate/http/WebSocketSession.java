package io.earshot.tools.simulate.http;

import io.netty.buffer.ByteBuf;

/** The server's side of one WebSocket. All methods are called on the connection's event loop. */
public interface WebSocketSession {
    /** The handshake is done; {@code peer} stays valid until {@link #onClosed}. */
    void onOpen(WebSocketPeer peer);

    /** A whole text message, in UTF-8; valid during the call. */
    void onText(ByteBuf text);

    /** A whole binary message; valid during the call. */
    void onBinary(ByteBuf data);

    /** The connection is gone; called once after {@link #onOpen}. */
    void onClosed();
}
