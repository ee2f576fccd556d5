package io.earshot.livekit.dispatch;

import java.net.InetAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A trunk's allowed addresses: IP addresses, ranges ({@code 10.0.0.0/8}) and host names, of which the last are compared with the From
 * header and never looked up. An entry that is none of these counts as not written, as in LiveKit; where no entry remains, every address
 * is allowed.
 */
final class AddressMask {
    private static final Pattern UNREADABLE = Pattern.compile("[()+*;, \\t\\n\\r]|://");
    private static final Pattern IPV4 = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern RANGE = Pattern.compile("([^/]+)/(0|[1-9]\\d{0,2})");

    private AddressMask() {}

    /** The entries that count. */
    static List<String> readable(List<String> masks) {
        return masks.stream().filter(it -> !UNREADABLE.matcher(it).find()).toList();
    }

    /** Whether a call from {@code ip} with {@code host} in its From header is allowed. */
    static boolean allows(List<String> masks, String ip, String host) {
        byte[] address = parse(ip);
        List<String> readable = readable(masks);
        if (address == null || readable.isEmpty()) {
            return true;
        }
        return readable.stream().anyMatch(mask -> mask.equals(host) || matches(mask, address));
    }

    private static boolean matches(String mask, byte[] address) {
        Matcher range = RANGE.matcher(mask);
        if (!range.matches()) {
            byte[] exact = parse(mask);
            return exact != null && equal(exact, address, exact.length * 8);
        }
        byte[] base = parse(range.group(1));
        int bits = Integer.parseInt(range.group(2));
        return base != null && bits <= base.length * 8 && equal(base, address, bits);
    }

    /** Whether both are of one family and agree in the first {@code bits} bits. */
    private static boolean equal(byte[] one, byte[] other, int bits) {
        if (one.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((one[bit >> 3] & mask) != (other[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** The address in network order (16 bytes where written as IPv6, else 4), or null when {@code text} is none. */
    static byte @Nullable [] parse(String text) {
        boolean v4 = IPV4.matcher(text).matches();
        if (!v4 && !IPV6.matcher(text).matches()) {
            return null;
        }
        try {
            byte[] address = InetAddress.ofLiteral(text).getAddress();
            return v4 || address.length == 16 ? address : widened(address);
        } catch (IllegalArgumentException notOne) {
            return null;
        }
    }

    private static byte[] widened(byte[] v4) {
        byte[] v6 = new byte[16];
        v6[10] = -1;
        v6[11] = -1;
        System.arraycopy(v4, 0, v6, 12, 4);
        return v6;
    }
}
