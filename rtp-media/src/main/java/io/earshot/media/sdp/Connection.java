package io.earshot.media.sdp;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * An address of a {@code c=} or {@code o=} line in network {@code IN} (RFC 8866, section 5.7). Immutable.
 *
 * @param addressType {@code IP4}, {@code IP6}, or whatever the peer wrote
 * @param host address literal or host name, without TTL and range; a name is kept but never looked up
 */
public record Connection(String addressType, String host) {

    /** The line for {@code address}, without the zone that an IPv6 address may have on this machine. */
    public static Connection of(InetAddress address) {
        String host = address.getHostAddress();
        int zone = host.indexOf('%');
        return new Connection(
                address instanceof Inet6Address ? "IP6" : "IP4", zone < 0 ? host : host.substring(0, zone));
    }

    /** The address, or null when {@link #host()} is a name rather than a literal. Never asks a resolver. */
    public @Nullable InetAddress literal() {
        return IpLiteral.parse(host);
    }

    @Override
    public String toString() {
        return "IN " + addressType + " " + host;
    }
}
