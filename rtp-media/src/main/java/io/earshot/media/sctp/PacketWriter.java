package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Fills one packet with chunks, up to the most octets a packet may have. */
final class PacketWriter {
    private final ByteBuf out;
    private final int limit;

    PacketWriter(int tag, int limit) {
        this.limit = limit;
        out = Unpooled.buffer(limit);
        Packets.writeHeader(out, tag);
    }

    /** Octets a chunk may still have, header included. */
    int room() {
        return limit - out.writerIndex();
    }

    boolean isEmpty() {
        return out.writerIndex() == Packets.HEADER_BYTES;
    }

    /** Adds a chunk that is whole already, except its padding. */
    PacketWriter add(byte[] chunk) {
        out.writeBytes(chunk).writeZero(Chunk.padded(chunk.length) - chunk.length);
        return this;
    }

    /** Where to write a chunk's header and value; to be ended by {@link #pad}. */
    ByteBuf out() {
        return out;
    }

    /** Pads the last chunk. */
    void pad() {
        out.writeZero(Chunk.padded(out.writerIndex()) - out.writerIndex());
    }

    /** The packet with its checksum, owned by the caller. */
    ByteBuf finish() {
        Packets.seal(out);
        return out;
    }
}
