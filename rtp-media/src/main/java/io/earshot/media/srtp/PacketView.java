package io.earshot.media.srtp;

import io.netty.buffer.ByteBuf;
import org.jitsi.utils.ByteArrayBuffer;

/**
 * A packet as jitsi-srtp wants it: in an array. The buffers of the sockets are outside the heap, so the octets are copied
 * here and back; a few nanoseconds beside the cipher's hundreds. Reused; confined to its session.
 */
final class PacketView implements ByteArrayBuffer {
    static final int MAX_PACKET_BYTES = 2_048;

    private final byte[] octets = new byte[MAX_PACKET_BYTES + SrtpProfile.TAILROOM];
    private int length;

    /** Takes a packet in; false when it is too long. */
    boolean load(ByteBuf packet) {
        length = packet.readableBytes();
        if (length > MAX_PACKET_BYTES) {
            return false;
        }
        packet.getBytes(packet.readerIndex(), octets, 0, length);
        return true;
    }

    /** Puts the packet back where it came from. */
    void store(ByteBuf packet) {
        int start = packet.readerIndex();
        packet.ensureWritable(Math.max(0, start + length - packet.writerIndex()));
        packet.setBytes(start, octets, 0, length);
        packet.writerIndex(start + length);
    }

    @Override
    public byte[] getBuffer() {
        return octets;
    }

    @Override
    public int getOffset() {
        return 0;
    }

    @Override
    public int getLength() {
        return length;
    }

    @Override
    public void setLength(int newLength) {
        length = newLength;
    }

    @Override
    public void setOffset(int newOffset) {
        throw new UnsupportedOperationException("packets start at 0");
    }

    @Override
    public boolean isInvalid() {
        return false;
    }

    @Override
    public void readRegionToBuff(int from, int count, byte[] out) {
        System.arraycopy(octets, from, out, 0, count);
    }

    /** There is always room for what any profile appends. */
    @Override
    public void grow(int howMuch) {
        if (length + howMuch > octets.length) {
            throw new IllegalStateException("no room for " + howMuch + " more octets");
        }
    }

    @Override
    public void append(byte[] data, int count) {
        System.arraycopy(data, 0, octets, length, count);
        length += count;
    }

    @Override
    public void shrink(int howMuch) {
        length -= howMuch;
    }
}
