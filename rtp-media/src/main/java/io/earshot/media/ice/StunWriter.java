package io.earshot.media.ice;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Writes one STUN message after the other; {@link #octets} is valid until the next {@link #begin}. Confined to its loop. */
final class StunWriter {
    private final byte[] octets = new byte[Stun.MAX_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(octets);
    private final CRC32 crc = new CRC32();

    StunWriter begin(Stun.Kind kind, int method, TransactionId transaction) {
        buffer.clear();
        buffer.putShort((short) kind.type(method)).putShort((short) 0).putInt(Stun.COOKIE);
        buffer.putLong(transaction.high()).putInt(transaction.low());
        return this;
    }

    StunWriter username(String name) {
        return bytes(Stun.USERNAME, name.getBytes(StandardCharsets.UTF_8));
    }

    private StunWriter bytes(int type, byte[] value) {
        header(type, value.length).put(value);
        while ((buffer.position() & 3) != 0) {
            buffer.put((byte) 0);
        }
        return this;
    }

    StunWriter priority(long priority) {
        header(Stun.PRIORITY, 4).putInt((int) priority);
        return this;
    }

    StunWriter useCandidate() {
        header(Stun.USE_CANDIDATE, 0);
        return this;
    }

    StunWriter role(boolean controlling, long tieBreaker) {
        header(controlling ? Stun.ICE_CONTROLLING : Stun.ICE_CONTROLLED, 8).putLong(tieBreaker);
        return this;
    }

    StunWriter error(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] value = new byte[4 + text.length];
        value[2] = (byte) (code / 100);
        value[3] = (byte) (code % 100);
        System.arraycopy(text, 0, value, 4, text.length);
        return bytes(Stun.ERROR_CODE, value);
    }

    StunWriter unknownAttributes(int[] types) {
        byte[] value = new byte[2 * types.length];
        for (int i = 0; i < types.length; i++) {
            value[2 * i] = (byte) (types[i] >> 8);
            value[2 * i + 1] = (byte) types[i];
        }
        return bytes(Stun.UNKNOWN_ATTRIBUTES, value);
    }

    StunWriter xorMappedAddress(InetSocketAddress address) {
        byte[] raw = address.getAddress().getAddress();
        for (int i = 0; i < raw.length; i++) {
            raw[i] ^= octets[4 + i];
        }
        int family = address.getAddress() instanceof Inet4Address ? 1 : 2;
        header(Stun.XOR_MAPPED_ADDRESS, 4 + raw.length)
                .putShort((short) family)
                .putShort((short) (address.getPort() ^ (Stun.COOKIE >>> 16)))
                .put(raw);
        return this;
    }

    /** The length field covers the attribute itself while the code is computed. */
    StunWriter integrity(StunIntegrity key) {
        int at = buffer.position();
        header(Stun.MESSAGE_INTEGRITY, Stun.INTEGRITY_BYTES);
        buffer.position(at + 4 + Stun.INTEGRITY_BYTES);
        setLength();
        key.sign(octets, at, at + 4);
        return this;
    }

    StunWriter fingerprint() {
        int at = buffer.position();
        header(Stun.FINGERPRINT, 4).putInt(0);
        setLength();
        crc.reset();
        crc.update(octets, 0, at);
        buffer.putInt(at + 4, (int) crc.getValue() ^ Stun.FINGERPRINT_XOR);
        return this;
    }

    private ByteBuffer header(int type, int length) {
        return buffer.putShort((short) type).putShort((short) length);
    }

    private void setLength() {
        buffer.putShort(2, (short) (buffer.position() - Stun.HEADER_BYTES));
    }

    byte[] octets() {
        return octets;
    }

    int length() {
        setLength();
        return buffer.position();
    }
}
