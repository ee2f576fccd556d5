package io.earshot.tools.doctor;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a SIP server is to be asked. Immutable.
 *
 * @param name who it is, for people
 * @param user user part of an account, or empty
 * @param host name or address, without brackets
 * @param port its port
 * @param transport how
 */
record SipTarget(String name, String user, String host, int port, Transport transport) {
    /** How messages go there. */
    enum Transport {
        /** Datagrams. */
        UDP,
        /** A plain stream. */
        TCP,
        /** A stream under TLS. */
        TLS;

        String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern FORM = Pattern.compile(
            "(?:(sips?):)?(?:([^@;]+)@)?(\\[[0-9a-fA-F:.]+]|[^:;@\\[\\]/\\s]+)(?::(\\d{1,5}))?((?:;[^;]+)*)");
    private static final Pattern PARAMETER = Pattern.compile("(?i).*;transport=(udp|tcp|tls)(?:;.*)?");

    /** Reads {@code [sip:][USER@]HOST[:PORT][;transport=tcp]}; empty when it is not that. */
    static Optional<SipTarget> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        Matcher named = PARAMETER.matcher(form.group(5));
        Transport transport = named.matches()
                ? Transport.valueOf(named.group(1).toUpperCase(Locale.ROOT))
                : "sips".equals(form.group(1)) ? Transport.TLS : Transport.UDP;
        int port = form.group(4) == null ? (transport == Transport.TLS ? 5061 : 5060) : Integer.parseInt(form.group(4));
        String user = form.group(2) == null ? "" : form.group(2);
        return port > 65_535
                ? Optional.empty()
                : Optional.of(new SipTarget(text, user, form.group(3).replaceAll("[\\[\\]]", ""), port, transport));
    }

    /** The same server by another way. */
    SipTarget over(Transport other) {
        return new SipTarget(name, user, host, port, other);
    }

    /** The same with a name for people. */
    SipTarget called(String other) {
        return new SipTarget(other, user, host, port, transport);
    }

    /** Host and port as in a URI. */
    String place() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
