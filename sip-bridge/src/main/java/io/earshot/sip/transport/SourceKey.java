package io.earshot.sip.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * What counts as one source: an IPv4 address, or the first 64 bits of an IPv6 address, since whoever has one of those has the
 * whole network. As a number, so that tables of sources are small. Stateless.
 */
public final class SourceKey {
    /** ffff:ffff::/32 is multicast, so no IPv6 source has these bits. */
    private static final long IPV4 = 0xFFFF_FFFFL << 32;

    private SourceKey() {}

    /** The number of a source. */
    public static long of(InetAddress source) {
        byte[] address = source.getAddress();
        long key = 0;
        for (int i = 0; i < Math.min(address.length, 8); i++) {
            key = (key << 8) | (address[i] & 0xFF);
        }
        return address.length == 4 ? (IPV4 | key) : key;
    }

    /** The address of a number, the first of its network in IPv6. */
    public static InetAddress address(long key) {
        boolean four = (key & IPV4) == IPV4;
        byte[] address = new byte[four ? 4 : 16];
        for (int i = 0; i < (four ? 4 : 8); i++) {
            address[i] = (byte) (key >>> (four ? 24 - 8 * i : 56 - 8 * i));
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 octets are addresses", e);
        }
    }

    /** The source of a number: {@code 192.0.2.1} or {@code 2001:db8:0:0:0:0:0:0/64}. */
    public static String text(long key) {
        String text = address(key).getHostAddress();
        return (key & IPV4) == IPV4 ? text : text + "/64";
    }
}
