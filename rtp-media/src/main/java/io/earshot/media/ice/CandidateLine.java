package io.earshot.media.ice;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Grammar of a candidate attribute (RFC 8839, section 5.1; RFC 6544, section 4.5). Thread-safe because stateless. */
final class CandidateLine {
    private static final int MAX_CHARS = 512;
    private static final int FIXED_TOKENS = 8;

    private CandidateLine() {}

    static String write(IceCandidate candidate) {
        StringBuilder line = new StringBuilder(96)
                .append("candidate:")
                .append(candidate.foundation())
                .append(" 1 ")
                .append(candidate.protocol() == IceCandidate.Protocol.UDP ? "udp " : "tcp ")
                .append(candidate.priority())
                .append(' ')
                .append(text(candidate.address()))
                .append(" typ ")
                .append(candidate.type().token());
        InetSocketAddress base = candidate.base();
        if (base != null && candidate.type() != IceCandidate.Type.HOST) {
            line.append(" raddr ").append(base.getAddress().getHostAddress());
            line.append(" rport ").append(base.getPort());
        }
        return line.append(tcpType(candidate.protocol())).toString();
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ' ' + address.getPort();
    }

    private static String tcpType(IceCandidate.Protocol protocol) {
        return switch (protocol) {
            case UDP -> "";
            case TCP_ACTIVE -> " tcptype active";
            case TCP_PASSIVE -> " tcptype passive";
            case TCP_SO -> " tcptype so";
        };
    }

    static @Nullable IceCandidate read(String attribute) {
        if (attribute.length() > MAX_CHARS) {
            return null;
        }
        String[] tokens = strip(attribute.strip()).split(" +", -1);
        if (tokens.length < FIXED_TOKENS || !tokens[1].equals("1") || !tokens[6].equals("typ")) {
            return null;
        }
        IceCandidate.Protocol protocol = protocol(tokens[2], extension(tokens, "tcptype"));
        long priority = number(tokens[3], 0xFFFF_FFFFL);
        InetSocketAddress address = address(tokens[4], number(tokens[5], 65_535));
        IceCandidate.Type type = type(tokens[7]);
        if (protocol == null || priority < 0 || address == null || type == null || tokens[0].length() > 32) {
            return null;
        }
        return new IceCandidate(tokens[0], protocol, priority, address, type, null);
    }

    private static String strip(String attribute) {
        String value = attribute.startsWith("a=") ? attribute.substring(2) : attribute;
        return value.startsWith("candidate:") ? value.substring("candidate:".length()) : value;
    }

    private static @Nullable String extension(String[] tokens, String name) {
        for (int i = FIXED_TOKENS; i + 1 < tokens.length; i += 2) {
            if (tokens[i].equals(name)) {
                return tokens[i + 1];
            }
        }
        return null;
    }

    private static IceCandidate.@Nullable Protocol protocol(String transport, @Nullable String tcpType) {
        return switch (transport.toLowerCase(Locale.ROOT)) {
            case "udp" -> IceCandidate.Protocol.UDP;
            case "tcp" -> tcpProtocol(tcpType);
            default -> null;
        };
    }

    private static IceCandidate.@Nullable Protocol tcpProtocol(@Nullable String tcpType) {
        return switch (tcpType) {
            case "active" -> IceCandidate.Protocol.TCP_ACTIVE;
            case "passive" -> IceCandidate.Protocol.TCP_PASSIVE;
            case "so" -> IceCandidate.Protocol.TCP_SO;
            case null, default -> null;
        };
    }

    private static IceCandidate.@Nullable Type type(String token) {
        for (IceCandidate.Type type : IceCandidate.Type.values()) {
            if (type.token().equals(token)) {
                return type;
            }
        }
        return null;
    }

    private static long number(String digits, long most) {
        if (digits.isEmpty() || digits.length() > 10 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        long value = Long.parseLong(digits);
        return value > most ? -1 : value;
    }

    /** Literal addresses only: a name would have to be looked up, and nothing here may wait. */
    private static @Nullable InetSocketAddress address(String literal, long port) {
        byte[] octets = NetUtil.createByteArrayFromIpAddressString(literal);
        if (octets == null || port < 0) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(octets), (int) port);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
