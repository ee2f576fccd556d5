package io.earshot.ai.provider.ws;

import io.earshot.ai.provider.ProviderFailure;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * What a connection tells its user, on its loop. Either {@link #onFailed} alone, or {@link #onOpen}, messages, and
 * {@link #onClosed}; nothing after the user closed or aborted.
 */
public interface WebSocketListener {
    /** The handshake was accepted; {@code headers} are those of the answer. */
    void onOpen(HttpHeaders headers);

    /** A whole message. {@code payload} is borrowed: valid during the call only. */
    void onMessage(boolean text, ByteBuf payload);

    /** The connection was open and has ended. {@code code} is the peer's close code, 1006 when there was none. */
    void onClosed(int code, String reason);

    /** The connection could not be opened. */
    void onFailed(ProviderFailure failure);
}
