package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;

/**
 * A SACK chunk (RFC 9260, section 3.3.4): cumulative TSN, window, numbers of gap blocks and duplicates, gap blocks,
 * duplicates.
 *
 * @param window octets the peer has room for
 * @param blocks borrowed: pairs of first and last, as offsets from the cumulative TSN
 */
record Selective(int cumulativeTsn, long window, ByteBuf blocks) {
    private static final int FIXED_BYTES = 12;

    /** Whether the counts fit into the chunk. */
    static boolean isSound(Chunk chunk) {
        ByteBuf value = chunk.value();
        return chunk.bytes() >= FIXED_BYTES
                && chunk.bytes() - FIXED_BYTES == 4 * (value.getUnsignedShort(8) + value.getUnsignedShort(10));
    }

    static Selective read(Chunk chunk) {
        ByteBuf value = chunk.value();
        ByteBuf blocks = value.slice(FIXED_BYTES, 4 * value.getUnsignedShort(8));
        return new Selective(value.getInt(0), value.getUnsignedInt(4), blocks);
    }

    int count() {
        return blocks.readableBytes() / 4;
    }

    int first(int block) {
        return blocks.getUnsignedShort(4 * block);
    }

    int last(int block) {
        return blocks.getUnsignedShort(4 * block + 2);
    }
}
