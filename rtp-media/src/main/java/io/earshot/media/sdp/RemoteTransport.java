package io.earshot.media.sdp;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a peer's stream wants its RTP and RTCP. Immutable. */
sealed interface RemoteTransport {

    /** Both addresses may be sent to. */
    record Reachable(InetSocketAddress rtp, InetSocketAddress rtcp) implements RemoteTransport {}

    /** The peer gave the unspecified address: hold as in RFC 3264, section 8.4. */
    record Held(int port) implements RemoteTransport {}

    /** An address we cannot or will not send to. */
    record Refused(Outcome.NotAcceptable why) implements RemoteTransport {}

    /** Reads the address of {@code stream} within {@code remote}. */
    static RemoteTransport of(SessionDescription remote, MediaDescription stream, LocalAudio local) {
        Connection connection = remote.connectionOf(stream);
        if (connection == null) {
            return refused(399, "no connection address");
        }
        InetAddress address = connection.literal();
        if (address == null) {
            return name(connection.host(), stream.port());
        }
        if (address.isAnyLocalAddress()) {
            return new Held(stream.port());
        }
        Outcome.NotAcceptable refusal = refusal(address, stream.port(), local);
        if (refusal != null) {
            return new Refused(refusal);
        }
        return new Reachable(new InetSocketAddress(address, stream.port()), rtcp(address, stream, local));
    }

    /** Names are refused, not looked up; but {@code .invalid} is how RFC 6157 holds over IPv6. */
    private static RemoteTransport name(String host, int port) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("invalid") || lower.endsWith(".invalid")
                ? new Held(port)
                : refused(301, "media address is a host name, only literals are taken");
    }

    private static Refused refused(int warningCode, String reason) {
        return new Refused(new Outcome.NotAcceptable(warningCode, reason));
    }

    private static Outcome.@Nullable NotAcceptable refusal(InetAddress address, int port, LocalAudio local) {
        if (address instanceof Inet6Address != local.rtp().getAddress() instanceof Inet6Address) {
            return new Outcome.NotAcceptable(301, "media address is of the other IP version");
        }
        if (AddressGuard.refuses(address, local.allowLoopback())) {
            return new Outcome.NotAcceptable(399, "media address is not a unicast address of a peer");
        }
        return AddressGuard.refuses(port)
                ? new Outcome.NotAcceptable(399, "media port is one of another service")
                : null;
    }

    /** The {@code a=rtcp} attribute (RFC 3605), else the port above RTP; RTP's own when there is none above. */
    private static InetSocketAddress rtcp(InetAddress rtp, MediaDescription stream, LocalAudio local) {
        int next = Math.min(stream.port() + 1, 65_535);
        String value = stream.attribute("rtcp");
        String[] words = value == null ? new String[0] : value.strip().split(" +");
        if (words.length == 0 || !SdpReader.isNumber(words[0], 5)) {
            return new InetSocketAddress(rtp, next);
        }
        int port = Integer.parseInt(words[0]);
        InetAddress named = words.length == 4 ? IpLiteral.parse(words[3]) : rtp;
        boolean usable = named != null && port <= 65_535 && refusal(named, port, local) == null;
        return usable ? new InetSocketAddress(named, port) : new InetSocketAddress(rtp, next);
    }

    /** The unspecified address of our own IP version. */
    static InetSocketAddress unspecified(int port, LocalAudio local) {
        boolean four = local.rtp().getAddress() instanceof Inet4Address;
        return new InetSocketAddress(four ? Inet4Address.ofLiteral("0.0.0.0") : Inet6Address.ofLiteral("::"), port);
    }
}
