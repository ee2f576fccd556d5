package io.earshot.ai.provider.cartesia;

import io.netty.buffer.ByteBuf;

/** Makes pieces of audio hold whole samples, whatever the vendor cuts. Confined to the loop. */
final class SampleAlignment {
    private final boolean twoOctets;
    private boolean held;
    private byte octet;

    /** @param bytesPerSample 1 or 2 */
    SampleAlignment(int bytesPerSample) {
        twoOctets = bytesPerSample == 2;
    }

    /** The same audio, in whole samples; takes {@code piece} over and gives it, or another buffer, back. */
    ByteBuf whole(ByteBuf piece) {
        if (!twoOctets) {
            return piece;
        }
        ByteBuf joined = held ? withHeld(piece) : piece;
        held = joined.readableBytes() % 2 == 1;
        if (held) {
            octet = joined.getByte(joined.writerIndex() - 1);
            joined.writerIndex(joined.writerIndex() - 1);
        }
        return joined;
    }

    /** Forgets half a sample. */
    void reset() {
        held = false;
    }

    private ByteBuf withHeld(ByteBuf piece) {
        ByteBuf joined = piece.alloc().directBuffer(piece.readableBytes() + 1);
        joined.writeByte(octet).writeBytes(piece);
        piece.release();
        return joined;
    }
}
