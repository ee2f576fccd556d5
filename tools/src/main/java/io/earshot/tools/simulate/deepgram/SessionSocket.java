package io.earshot.tools.simulate.deepgram;

import io.earshot.tools.simulate.http.WebSocketPeer;
import io.earshot.tools.simulate.http.WebSocketSession;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import java.util.function.Function;

/** A socket whose session begins with its opening, so that the session never lacks its peer. Confined to its loop. */
final class SessionSocket implements WebSocketSession {
    private final Function<WebSocketPeer, Handlers> opening;
    private Handlers handlers = new Handlers(text -> {}, audio -> {}, () -> {});

    /** What a session does with text, with audio, and at the end. */
    record Handlers(Consumer<ByteBuf> onText, Consumer<ByteBuf> onAudio, Runnable onClosed) {}

    SessionSocket(Function<WebSocketPeer, Handlers> opening) {
        this.opening = opening;
    }

    @Override
    public void onOpen(WebSocketPeer peer) {
        handlers = opening.apply(peer);
    }

    @Override
    public void onText(ByteBuf text) {
        handlers.onText.accept(text);
    }

    @Override
    public void onBinary(ByteBuf data) {
        handlers.onAudio.accept(data);
    }

    @Override
    public void onClosed() {
        handlers.onClosed.run();
    }
}
