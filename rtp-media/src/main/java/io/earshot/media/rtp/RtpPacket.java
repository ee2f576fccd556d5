package io.earshot.media.rtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Flyweight over one RTP packet (RFC 3550, section 5.1). Wraps without copying; the wrapped buffer's indices stay
 * untouched. Reused for every packet, allocates nothing. Confined to its owner.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           synchronization source (SSRC) identifier            |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |            contributing source (CSRC) identifiers (0..15)     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      extension profile        |       length (32-bit words)   |  if X
 * |                        header extension                       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |        payload ...            |  padding ...  | padding count |  if P
 * </pre>
 */
public final class RtpPacket {
    /** Octets of the fixed header. */
    public static final int HEADER_BYTES = 12;

    private static final int VERSION_2 = 2;

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int start;
    private int extensionOffset;
    private int payloadOffset;
    private int payloadLength;

    /** Points this flyweight at the readable octets of {@code datagram}; accessors are valid only after {@link RtpStatus#OK}. */
    public RtpStatus wrap(ByteBuf datagram) {
        int length = datagram.readableBytes();
        if (length < HEADER_BYTES) {
            return RtpStatus.TOO_SHORT;
        }
        buffer = datagram;
        start = datagram.readerIndex();
        if (firstOctet() >> 6 != VERSION_2) {
            return RtpStatus.BAD_VERSION;
        }
        return locatePayload(start + length);
    }

    private RtpStatus locatePayload(int end) {
        int offset = start + HEADER_BYTES + 4 * csrcCount();
        if (offset > end) {
            return RtpStatus.TRUNCATED_CSRC;
        }
        if (hasExtension()) {
            extensionOffset = offset;
            offset = offset + 4 > end ? Integer.MAX_VALUE : offset + 4 + 4 * buffer.getUnsignedShort(offset + 2);
            if (offset > end) {
                return RtpStatus.TRUNCATED_EXTENSION;
            }
        }
        int padding = (firstOctet() & 0x20) == 0 ? 0 : padding(offset, end);
        payloadOffset = offset;
        payloadLength = end - offset - padding;
        return padding < 0 || payloadLength < 0 ? RtpStatus.BAD_PADDING : RtpStatus.OK;
    }

    private int padding(int offset, int end) {
        int count = offset == end ? 0 : buffer.getUnsignedByte(end - 1);
        return count == 0 ? -1 : count;
    }

    private int firstOctet() {
        return buffer.getUnsignedByte(start);
    }

    /** The M bit; for audio the first packet after silence. */
    public boolean marker() {
        return (buffer.getByte(start + 1) & 0x80) != 0;
    }

    /** Payload type, 0 to 127. */
    public int payloadType() {
        return buffer.getByte(start + 1) & 0x7F;
    }

    /** Sequence number, 0 to 65535. */
    public int sequenceNumber() {
        return buffer.getUnsignedShort(start + 2);
    }

    /** Media timestamp; compare by signed difference. */
    public int timestamp() {
        return buffer.getInt(start + 4);
    }

    /** Synchronization source. */
    public int ssrc() {
        return buffer.getInt(start + 8);
    }

    /** Number of contributing sources, 0 to 15. */
    public int csrcCount() {
        return firstOctet() & 0x0F;
    }

    /** Contributing source {@code index} of {@link #csrcCount()}. */
    public int csrc(int index) {
        if (index < 0 || index >= csrcCount()) {
            throw new IndexOutOfBoundsException(index);
        }
        return buffer.getInt(start + HEADER_BYTES + 4 * index);
    }

    /** Whether a header extension is present. */
    public boolean hasExtension() {
        return (firstOctet() & 0x10) != 0;
    }

    /** The 16 bits defined by the profile of the extension (0xBEDE: RFC 8285 one-octet form), or -1 without one. */
    public int extensionProfile() {
        return hasExtension() ? buffer.getUnsignedShort(extensionOffset) : -1;
    }

    /** Octets of extension data, without its 4-octet header; 0 without one. */
    public int extensionLength() {
        return hasExtension() ? 4 * buffer.getUnsignedShort(extensionOffset + 2) : 0;
    }

    /** Absolute index of the extension data in the wrapped buffer; meaningful when {@link #extensionLength()} is not 0. */
    public int extensionDataOffset() {
        return extensionOffset + 4;
    }

    /** Absolute index of the first payload octet in the wrapped buffer. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** Payload octets, padding excluded. */
    public int payloadLength() {
        return payloadLength;
    }

    /** Appends a fixed header without CSRC, extension or padding. */
    public static void writeHeader(
            ByteBuf out, boolean marker, int payloadType, int sequenceNumber, int timestamp, int ssrc) {
        out.writeByte(VERSION_2 << 6);
        out.writeByte((marker ? 0x80 : 0) | payloadType);
        out.writeShort(sequenceNumber);
        out.writeInt(timestamp);
        out.writeInt(ssrc);
    }
}
