package io.earshot.media.stream;

import io.netty.buffer.ByteBuf;

/** How the source's audio becomes payloads of one codec. Confined to the call's loop. */
public interface Mouth {
    /**
     * Appends the payload of one packet.
     *
     * @return whether the source had something to say; else the payload is silence
     */
    boolean write(ByteBuf packet);

    /** Appends a payload of silence without asking the source. */
    void writeSilence(ByteBuf packet);

    /** Largest payload, octets. */
    int maxPayloadBytes();

    /** The peer loses this share of our packets, percent. */
    default void expectLoss(int percent) {}

    /** The packet of the last {@link #write} that had something to say has left. */
    void onSent(long sentNs);

    /** Frees what is held. */
    void close();
}
