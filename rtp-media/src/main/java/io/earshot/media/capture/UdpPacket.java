package io.earshot.media.capture;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Puts IP and UDP headers around a datagram that the system delivered without them, with true checksums.
 *
 * <pre>
 * IPv4 (RFC 791, 20 bytes) or IPv6 (RFC 8200, 40 bytes) | UDP (RFC 768, 8 bytes) | payload
 * </pre>
 */
final class UdpPacket {
    static final int MAX_HEADER = 48;
    /** The longest payload that fits IPv4's 16-bit length. */
    static final int MAX_PAYLOAD = 65_535 - 28;

    private static final int UDP = 17;
    private static final int HOPS = 64;

    private UdpPacket() {}

    /**
     * Appends the packet to {@code out}.
     *
     * @param identification number of the packet, for the IPv4 header
     */
    static void write(
            ByteBuffer out,
            InetSocketAddress source,
            InetSocketAddress destination,
            ByteBuffer payload,
            int identification) {
        byte[] from = bytes(source.getAddress());
        byte[] to = bytes(destination.getAddress());
        if (from.length != to.length) {
            throw new IllegalArgumentException("source and destination are of different IP versions");
        }
        int udpLength = 8 + payload.remaining();
        if (from.length == 4) {
            ipv4(out, from, to, udpLength, identification);
        } else {
            out.putInt(0x6000_0000)
                    .putShort((short) udpLength)
                    .put((byte) UDP)
                    .put((byte) HOPS)
                    .put(from)
                    .put(to);
        }
        int start = out.position();
        out.putShort((short) source.getPort()).putShort((short) destination.getPort());
        out.putShort((short) udpLength).putShort((short) 0).put(payload.duplicate());
        out.putShort(start + 6, udpChecksum(out, start, udpLength, from, to));
    }

    private static void ipv4(ByteBuffer out, byte[] from, byte[] to, int udpLength, int identification) {
        int start = out.position();
        out.putShort((short) 0x4500).putShort((short) (20 + udpLength)).putShort((short) identification);
        out.putShort((short) 0x4000)
                .put((byte) HOPS)
                .put((byte) UDP)
                .putShort((short) 0)
                .put(from)
                .put(to);
        out.putShort(start + 10, (short) ~fold(sum(out, start, 20)));
    }

    /** Sum over the pseudo header and the datagram; 0 is sent as all ones, for 0 says "none". */
    private static short udpChecksum(ByteBuffer out, int start, int udpLength, byte[] from, byte[] to) {
        long sum = sum(out, start, udpLength) + UDP + udpLength;
        sum += sum(ByteBuffer.wrap(from), 0, from.length) + sum(ByteBuffer.wrap(to), 0, to.length);
        int checksum = ~fold(sum) & 0xFFFF;
        return (short) (checksum == 0 ? 0xFFFF : checksum);
    }

    /** Sum of 16-bit words, the last byte padded with zero (RFC 1071). */
    private static long sum(ByteBuffer words, int start, int length) {
        long sum = 0;
        for (int i = 0; i + 1 < length; i += 2) {
            sum += words.getShort(start + i) & 0xFFFF;
        }
        return (length & 1) == 0 ? sum : sum + ((words.get(start + length - 1) & 0xFF) << 8);
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded > 0xFFFF) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int) folded;
    }

    private static byte[] bytes(InetAddress address) {
        return address.getAddress();
    }
}
