package io.earshot.media.srtp;

import java.util.Arrays;
import org.jitsi.utils.ByteArrayBuffer;

/** An RTP packet in an array with room for the authentication tag, as jitsi-srtp wants it. */
final class PacketBuffer implements ByteArrayBuffer {
    private static final int PLAIN_BYTES = 172;

    private final byte[] buffer;
    private int offset;
    private int length;

    PacketBuffer(int room) {
        buffer = new byte[room];
    }

    /** Becomes an unprotected G.711 packet of 20 ms. */
    void plain(int sequence, int ssrc) {
        offset = 0;
        length = PLAIN_BYTES;
        buffer[0] = (byte) 0x80;
        buffer[1] = 0;
        buffer[2] = (byte) (sequence >> 8);
        buffer[3] = (byte) sequence;
        for (int i = 0; i < 4; i++) {
            buffer[8 + i] = (byte) (ssrc >> (24 - 8 * i));
        }
    }

    void set(byte[] octets) {
        offset = 0;
        length = octets.length;
        System.arraycopy(octets, 0, buffer, 0, length);
    }

    byte[] copy() {
        return Arrays.copyOfRange(buffer, offset, offset + length);
    }

    @Override
    public byte[] getBuffer() {
        return buffer;
    }

    @Override
    public int getOffset() {
        return offset;
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
        offset = newOffset;
    }

    @Override
    public boolean isInvalid() {
        return false;
    }

    @Override
    public void readRegionToBuff(int from, int count, byte[] out) {
        System.arraycopy(buffer, offset + from, out, 0, count);
    }

    @Override
    public void grow(int howMuch) {
        if (offset + length + howMuch > buffer.length) {
            throw new IllegalStateException("no room for " + howMuch + " more octets");
        }
    }

    @Override
    public void append(byte[] data, int count) {
        System.arraycopy(data, 0, buffer, offset + length, count);
        length += count;
    }

    @Override
    public void shrink(int howMuch) {
        length -= howMuch;
    }
}
