package io.earshot.media.sdp;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Decides which addresses no peer may make us send media to: the bridge must not become a reflector. */
final class AddressGuard {
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] COMPATIBLE = new byte[12];

    private AddressGuard() {}

    /** Whether {@code address} is multicast, unspecified, broadcast, reserved or (unless allowed) loopback. */
    static boolean refuses(InetAddress address, boolean allowLoopback) {
        if (address.isLoopbackAddress()) {
            return !allowLoopback;
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return true;
        }
        return switch (address) {
            case Inet4Address four -> reserved(four.getAddress());
            case Inet6Address six -> embeds(six.getAddress());
            default -> true;
        };
    }

    /** Whether {@code port} is a system port (DNS, NTP…) or SIP's own, where media would hit a server: ours, for instance. */
    static boolean refuses(int port) {
        return port < 1024 || port == 5060 || port == 5061;
    }

    /** 0.0.0.0/8 is this host (RFC 1122), 240.0.0.0/4 reserved with the broadcast address on top. */
    private static boolean reserved(byte[] address) {
        int first = address[0] & 0xff;
        return first == 0 || first >= 240;
    }

    /** IPv6 forms with an IPv4 address inside that would be refused by itself. */
    private static boolean embeds(byte[] address) {
        byte[] prefix = Arrays.copyOf(address, 12);
        if (!Arrays.equals(prefix, NAT64) && !Arrays.equals(prefix, COMPATIBLE)) {
            return false;
        }
        try {
            return refuses(InetAddress.getByAddress(Arrays.copyOfRange(address, 12, 16)), false);
        } catch (UnknownHostException wrongLength) {
            throw new AssertionError(wrongLength);
        }
    }
}
