package io.earshot.ai.provider.deepgram;

import io.earshot.ai.provider.LoopTimer;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.stt.SttEvent;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What one Deepgram API says and needs, without sockets, threads or clocks: inputs are messages and times, and after
 * each input the outputs are polled. One core lives through reconnects. Confined to the call's loop.
 */
interface DeepgramCore extends LoopTimer.Deadline {
    /** What the core wants done. */
    sealed interface Output {
        /** Tell the user. */
        record Event(SttEvent event) implements Output {}

        /** Send a text message. */
        record Text(String json) implements Output {}

        /** Send so much silence. */
        record Silence(int millis) implements Output {}

        /** The connection takes audio: send what was kept, before any later output. */
        record Ready() implements Output {}

        /** The connection is of no use any more. */
        record Lost(ProviderFailure failure) implements Output {}
    }

    /** The socket is open. {@code requestId} is the vendor's id from the handshake, or empty. */
    void onOpen(String requestId, long nowNs);

    void onMessage(ByteBuf json, long nowNs);

    /** Audio was handed to the socket. */
    void onAudioSent(long nowNs);

    /** The user wants the turn's text now; may come while there is no connection. */
    void endTurn(long nowNs);

    /** The connection was lost; another may follow. */
    void onDisconnected();

    /** What must be sent before the socket is left. */
    String farewell();

    @Nullable
    Output poll();
}
