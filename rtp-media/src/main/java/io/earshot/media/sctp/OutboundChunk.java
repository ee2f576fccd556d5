package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;

/** A fragment that has a TSN. Confined to its association. */
final class OutboundChunk {
    final OutboundMessage message;
    final long tsn;
    private final int from;
    private final int length;
    int transmissions;
    long sentNs;
    /** Named in the peer's gap reports. */
    boolean reported;
    /** The acknowledgement that named it last. */
    int reportedIn;
    /** To be sent again. */
    boolean lost;
    /** Reports in which it was missing. */
    int missing;
    /** Given up together with its message. */
    boolean abandoned;

    OutboundChunk(OutboundMessage message, long tsn, int from, int length) {
        this.message = message;
        this.tsn = tsn;
        this.from = from;
        this.length = length;
    }

    /** Octets of payload. */
    int bytes() {
        return length;
    }

    /** Whether it counts as under way. */
    boolean underWay() {
        return !reported && !lost && !abandoned;
    }

    /** Octets on the wire with header and padding. */
    int wireBytes() {
        return Chunk.HEADER_BYTES + Fragment.HEADER_BYTES + Chunk.padded(length);
    }

    void write(PacketWriter packet) {
        ByteBuf out = packet.out();
        out.writeByte(Chunk.DATA).writeByte(flags());
        out.writeShort(Chunk.HEADER_BYTES + Fragment.HEADER_BYTES + length);
        out.writeInt((int) tsn).writeShort(message.stream.id).writeShort(message.sequence);
        out.writeInt(message.ppid).writeBytes(message.payload, from, length);
        packet.pad();
    }

    private int flags() {
        int order = message.ordered ? 0 : Fragment.UNORDERED;
        int begins = from == 0 ? Fragment.BEGINS : 0;
        int ends = from + length == message.payload.length ? Fragment.ENDS : 0;
        return order | begins | ends;
    }
}
