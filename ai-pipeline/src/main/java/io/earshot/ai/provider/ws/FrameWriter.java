package io.earshot.ai.provider.ws;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Writes client frames (RFC 6455 section 5.2). Stateless, sans-IO.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-------+-+-------------+-------------------------------+
 * |F|R|R|R| opcode|M| Payload len |    Extended payload length    |
 * |I|S|S|S|  (4)  |A|     (7)     |            (16/64)            |
 * |N|V|V|V|       |S|             |  (if payload len == 126/127)  |
 * +-+-+-+-+-------+-+-------------+-------------------------------+
 * |                 Masking key (32), then payload ...            |
 * </pre>
 *
 * <p>A client must mask (section 5.3), so the payload cannot be sent as it is. The one pass that this costs is made
 * here, from the borrowed payload straight into the pooled buffer that goes to the socket: there is no other copy.
 */
final class FrameWriter {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private static final int LARGEST_HEADER = 14;

    private FrameWriter() {}

    /** A new buffer with one whole masked frame; {@code payload} keeps its reader index and its owner. */
    static ByteBuf frame(ByteBufAllocator allocator, int opcode, ByteBuf payload, int maskKey) {
        int length = payload.readableBytes();
        ByteBuf out = allocator.directBuffer(LARGEST_HEADER + length);
        out.writeByte(0x80 | opcode);
        writeLength(out, length);
        out.writeInt(maskKey);
        mask(payload, length, maskKey, out);
        return out;
    }

    private static void writeLength(ByteBuf out, int length) {
        if (length < 126) {
            out.writeByte(0x80 | length);
        } else if (length <= 0xFFFF) {
            out.writeByte(0x80 | 126).writeShort(length);
        } else {
            out.writeByte(0x80 | 127).writeLong(length);
        }
    }

    private static void mask(ByteBuf payload, int length, int maskKey, ByteBuf out) {
        long wideKey = ((long) maskKey << 32) | (maskKey & 0xFFFFFFFFL);
        int from = payload.readerIndex();
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            out.writeLong(payload.getLong(from + i) ^ wideKey);
        }
        for (; i < length; i++) {
            out.writeByte(payload.getByte(from + i) ^ (maskKey >>> (24 - 8 * (i & 3))));
        }
    }
}
