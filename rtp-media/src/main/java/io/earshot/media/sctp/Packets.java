package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The common header of SCTP packets (RFC 9260, section 3.1) and the way from a packet to its chunks. Stateless.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          source port          |       destination port        |
 * |                        verification tag                       |
 * |                     CRC32c, low octet first                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
final class Packets {
    /** Both ports, as SDP's {@code sctp-port} says everywhere. */
    static final int PORT = 5000;

    static final int HEADER_BYTES = 12;
    private static final int CHECKSUM_AT = 8;
    private static final byte[] NO_CHECKSUM = new byte[4];

    private Packets() {}

    /** The reason to drop a packet by its header, or null. */
    static @Nullable SctpDrop check(ByteBuf packet) {
        if (packet.readableBytes() < HEADER_BYTES + Chunk.HEADER_BYTES) {
            return SctpDrop.TOO_SHORT;
        }
        int at = packet.readerIndex();
        if (packet.getIntLE(at + CHECKSUM_AT) != checksum(packet)) {
            return SctpDrop.BAD_CHECKSUM;
        }
        boolean ports = packet.getUnsignedShort(at) == PORT && packet.getUnsignedShort(at + 2) == PORT;
        return ports ? null : SctpDrop.NOT_OURS;
    }

    static int tag(ByteBuf packet) {
        return packet.getInt(packet.readerIndex() + 4);
    }

    /** All chunks, their values borrowed; null when a length is wrong. */
    static @Nullable List<Chunk> chunks(ByteBuf packet) {
        List<Chunk> chunks = new ArrayList<>(2);
        int end = packet.writerIndex();
        for (int at = packet.readerIndex() + HEADER_BYTES; at < end; ) {
            int length = end - at < Chunk.HEADER_BYTES ? 0 : packet.getUnsignedShort(at + 2);
            if (length < Chunk.HEADER_BYTES || length > end - at) {
                return null;
            }
            ByteBuf value = packet.slice(at + Chunk.HEADER_BYTES, length - Chunk.HEADER_BYTES);
            chunks.add(new Chunk(packet.getUnsignedByte(at), packet.getUnsignedByte(at + 1), value));
            at += Chunk.padded(length);
        }
        return chunks;
    }

    static void writeHeader(ByteBuf out, int tag) {
        out.writeShort(PORT).writeShort(PORT).writeInt(tag).writeInt(0);
    }

    /** Writes the checksum into a finished packet. */
    static void seal(ByteBuf packet) {
        packet.setIntLE(packet.readerIndex() + CHECKSUM_AT, checksum(packet));
    }

    private static int checksum(ByteBuf packet) {
        CRC32C crc = new CRC32C();
        int at = packet.readerIndex();
        int body = CHECKSUM_AT + 4;
        crc.update(packet.nioBuffer(at, CHECKSUM_AT));
        crc.update(NO_CHECKSUM);
        crc.update(packet.nioBuffer(at + body, packet.readableBytes() - body));
        return (int) crc.getValue();
    }
}
