package io.earshot.media.codec;

import io.netty.buffer.ByteBuf;

/**
 * Turns linear samples into the payloads of one stream. Never allocates after construction. Confined to the call's
 * loop.
 */
public interface AudioEncoder extends AutoCloseable {
    /** Samples a second of the input: 8,000 for G.711, 16,000 for G.722 and, unless asked otherwise, Opus. */
    int sampleRate();

    /**
     * Appends one payload to {@code out}.
     *
     * @param pcm mono samples
     * @param samples how many of them make the packet: 10 to 60 ms in whole tens; for Opus 10, 20, 40 or 60 ms
     * @throws IllegalArgumentException on a length that the codec cannot pack
     */
    void encode(short[] pcm, int samples, ByteBuf out);

    /**
     * Tells what share of the packets the peer loses (RTCP receiver reports), so that the encoder may spend bits on
     * redundancy. Means nothing to a codec without it.
     *
     * @param percent 0 to 100
     */
    default void expectLoss(int percent) {}

    /** Frees what the encoder holds outside the heap. It must not be used afterwards. */
    @Override
    void close();
}
