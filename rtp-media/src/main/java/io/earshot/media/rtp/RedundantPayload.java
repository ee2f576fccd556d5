package io.earshot.media.rtp;

import io.netty.buffer.ByteBuf;

/**
 * Flyweight over a payload with redundant blocks (RFC 2198, section 3), and how to write one. Allocates nothing. Confined
 * to its owner.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |1|   block PT  |  timestamp offset         |   block length    |  each redundant block
 * |0|   block PT  |                                                  the primary one
 * </pre>
 */
public final class RedundantPayload {
    /** Redundant blocks that are taken. */
    public static final int MAX_BLOCKS = 8;
    /** Octets of the header of a redundant block. */
    public static final int BLOCK_HEADER_BYTES = 4;
    /** Longest redundant block. */
    public static final int MAX_BLOCK_BYTES = (1 << 10) - 1;
    /** Largest distance of a redundant block before the primary one, timestamp units. */
    public static final int MAX_TIMESTAMP_OFFSET = (1 << 14) - 1;

    private final int[] headers = new int[MAX_BLOCKS];
    private final int[] offsets = new int[MAX_BLOCKS];
    private int blocks;
    private int primaryType;
    private int primaryOffset;
    private int primaryLength;

    /** Points this flyweight at {@code length} octets from {@code offset}; accessors are valid only after OK. */
    public RedStatus wrap(ByteBuf datagram, int offset, int length) {
        int end = offset + length;
        int at = offset;
        blocks = 0;
        while (at < end && (datagram.getByte(at) & 0x80) != 0) {
            if (blocks == MAX_BLOCKS) {
                return RedStatus.TOO_MANY;
            }
            if (end - at < BLOCK_HEADER_BYTES) {
                return RedStatus.TRUNCATED;
            }
            headers[blocks++] = datagram.getInt(at);
            at += BLOCK_HEADER_BYTES;
        }
        if (at >= end) {
            return RedStatus.TRUNCATED;
        }
        primaryType = datagram.getByte(at);
        return locate(at + 1, end);
    }

    private RedStatus locate(int from, int end) {
        int at = from;
        for (int i = 0; i < blocks; i++) {
            offsets[i] = at;
            at += length(i);
        }
        primaryOffset = at;
        primaryLength = end - at;
        return primaryLength < 0 ? RedStatus.TRUNCATED : RedStatus.OK;
    }

    /** Redundant blocks, oldest first. */
    public int blocks() {
        return blocks;
    }

    /** Payload type of redundant block {@code i}. */
    public int type(int i) {
        return headers[i] >>> 24 & 0x7F;
    }

    /** How far before the primary one it belongs, timestamp units. */
    public int timestampOffset(int i) {
        return headers[i] >>> 10 & MAX_TIMESTAMP_OFFSET;
    }

    /** Absolute index of its first octet. */
    public int offset(int i) {
        return offsets[i];
    }

    /** Its octets. */
    public int length(int i) {
        return headers[i] & MAX_BLOCK_BYTES;
    }

    /** Payload type of the primary block. */
    public int primaryType() {
        return primaryType;
    }

    /** Absolute index of the first octet of the primary block. */
    public int primaryOffset() {
        return primaryOffset;
    }

    /** Octets of the primary block. */
    public int primaryLength() {
        return primaryLength;
    }

    /** Appends the header of a redundant block, whose octets are to follow behind all headers. */
    public static void writeBlockHeader(ByteBuf out, int type, int timestampOffset, int length) {
        out.writeInt(0x8000_0000 | type << 24 | timestampOffset << 10 | length);
    }

    /** Appends the header of the primary block. */
    public static void writePrimaryHeader(ByteBuf out, int type) {
        out.writeByte(type);
    }
}
