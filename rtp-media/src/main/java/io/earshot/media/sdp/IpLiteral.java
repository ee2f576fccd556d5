package io.earshot.media.sdp;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads address literals and nothing else: no name ever reaches a resolver from here. */
final class IpLiteral {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private IpLiteral() {}

    /** The address written in {@code text} (no zone, no brackets), or null. */
    static @Nullable InetAddress parse(String text) {
        try {
            if (IPV4.matcher(text).matches()) {
                return Inet4Address.ofLiteral(text);
            }
            if (text.indexOf(':') >= 0 && IPV6.matcher(text).matches()) {
                return Inet6Address.ofLiteral(text);
            }
            return null;
        } catch (IllegalArgumentException notALiteral) {
            return null;
        }
    }
}
