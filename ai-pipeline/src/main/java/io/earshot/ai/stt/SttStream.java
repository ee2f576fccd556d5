package io.earshot.ai.stt;

import io.netty.buffer.ByteBuf;

/** One caller's audio on its way to a recogniser. Confined to the call's loop. */
public interface SttStream {
    /** Sends audio. Borrowed: the stream retains what it needs beyond this call. Never blocks, never throws. */
    void send(ByteBuf audio);

    /**
     * Asks for the result of what was heard so far, because the turn was judged to be over locally. Answered by exactly
     * one {@link SttEvent.EndOfTurn}, within the stream's own time limit even when the vendor says nothing.
     */
    void endTurn();

    /**
     * Says whether results matter now. While they do not (the caller is silent, and no turn of theirs is open) audio may
     * travel in larger pieces, which costs less; when they do again, what was gathered goes out at once. Streams start
     * with {@code true}.
     */
    void attentive(boolean now);

    /**
     * Whether the vendor sent anything since {@code sinceNs} (monotonic), be it without news: a sign that it works. True
     * where this is not known.
     */
    default boolean heardSince(long sinceNs) {
        return true;
    }

    /** Ends the stream and closes the connection in the vendor's way; no event follows. May be called again. */
    void close();
}
