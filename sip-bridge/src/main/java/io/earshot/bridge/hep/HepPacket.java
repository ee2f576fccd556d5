package io.earshot.bridge.hep;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A packet of the Homer Encapsulation Protocol, version 3: {@code HEP3}, the length of the whole (2 octets), then chunks.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |        vendor (0)             |           chunk type          |
 * |   length with these 6 octets  |           value ...           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>The password is added when the packet is sent, so that it is in no packet that waits. The payload is not copied; treat it as
 * read-only.
 *
 * @param type what the payload is
 * @param tcp whether the original went over a stream
 * @param source where it came from
 * @param destination where it went
 * @param wallUs when, microseconds since 1970
 * @param correlationId Call-ID of the call it belongs to, or empty
 * @param payload the payload
 */
@SuppressWarnings("ArrayRecordComponent") // packets are compared by nobody
record HepPacket(
        Type type,
        boolean tcp,
        InetSocketAddress source,
        InetSocketAddress destination,
        long wallUs,
        String correlationId,
        byte[] payload) {
    /** Longest packet, for its length has 16 bits. */
    static final int MAX_BYTES = 65_535;

    private static final int CHUNK_HEADER = 6;
    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final int IPV4 = 2;
    private static final int IPV6 = 10;

    /** Protocol types (chunk 0x000b) as Homer knows them. */
    enum Type {
        SIP(1),
        /** As JSON. */
        RTCP(5),
        /** Quality report in the words of RFC 6035. */
        QUALITY(35),
        /** A log entry, here as JSON. */
        LOG(100);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** Who captured it. Immutable; {@code toString} does not show the password. */
    record Agent(int captureId, String node, String password) {
        @Override
        public String toString() {
            return node + '/' + captureId;
        }
    }

    /** The packet on the wire; null when it would be too long. */
    byte @Nullable [] encode(Agent agent) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(160 + payload.length);
        out.writeBytes(new byte[] {'H', 'E', 'P', '3', 0, 0});
        addresses(out);
        short16(out, 0x0007, source.getPort());
        short16(out, 0x0008, destination.getPort());
        int32(out, 0x0009, (int) Math.floorDiv(wallUs, 1_000_000L));
        int32(out, 0x000a, (int) Math.floorMod(wallUs, 1_000_000L));
        chunk(out, 0x000b, (byte) type.code());
        int32(out, 0x000c, agent.captureId());
        text(out, 0x000e, agent.password());
        text(out, 0x0011, correlationId);
        text(out, 0x0013, agent.node());
        chunk(out, 0x000f, payload);
        byte[] packet = out.toByteArray();
        if (packet.length > MAX_BYTES) {
            return null;
        }
        ByteBuffer.wrap(packet).putShort(4, (short) packet.length);
        return packet;
    }

    private void addresses(ByteArrayOutputStream out) {
        byte[] from = bytes(source);
        byte[] to = bytes(destination);
        boolean six = from.length == 16 || to.length == 16;
        chunk(out, 0x0001, (byte) (six ? IPV6 : IPV4));
        chunk(out, 0x0002, (byte) (tcp ? TCP : UDP));
        chunk(out, six ? 0x0005 : 0x0003, six ? mapped(from) : from);
        chunk(out, six ? 0x0006 : 0x0004, six ? mapped(to) : to);
    }

    private static byte[] bytes(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        return ip == null ? new byte[4] : ip.getAddress();
    }

    /** An IPv4 address beside an IPv6 one, as RFC 4291 section 2.5.5.2 writes it. */
    private static byte[] mapped(byte[] address) {
        if (address.length == 16) {
            return address;
        }
        byte[] six = new byte[16];
        six[10] = (byte) 0xff;
        six[11] = (byte) 0xff;
        System.arraycopy(address, 0, six, 12, 4);
        return six;
    }

    private static void text(ByteArrayOutputStream out, int chunk, String value) {
        if (!value.isEmpty()) {
            chunk(out, chunk, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void short16(ByteArrayOutputStream out, int chunk, int value) {
        chunk(out, chunk, (byte) (value >>> 8), (byte) value);
    }

    private static void int32(ByteArrayOutputStream out, int chunk, int value) {
        chunk(out, chunk, (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value);
    }

    private static void chunk(ByteArrayOutputStream out, int chunk, byte... value) {
        int length = CHUNK_HEADER + value.length;
        out.writeBytes(new byte[] {0, 0, (byte) (chunk >>> 8), (byte) chunk, (byte) (length >>> 8), (byte) length});
        out.writeBytes(value);
    }
}
