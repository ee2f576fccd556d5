package io.earshot.sip;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call to place. Immutable.
 *
 * @param uri whom to call, {@code sip:user@host:port}; {@code sips:} or {@code ;transport=tls} goes over TLS
 * @param from who calls, {@code sip:user@host}; may carry a display name
 * @param sdp the offer; empty asks the peer for its offer
 * @param headers extra header fields of the INVITE
 * @param transport {@code "UDP"}, {@code "TCP"} or {@code "TLS"}, unless the URI says
 */
@SuppressWarnings("ArrayRecordComponent")
public record OutgoingRequest(String uri, String from, byte[] sdp, List<SipHeader> headers, String transport) {
    private static final Set<String> TRANSPORTS = Set.of("UDP", "TCP", "TLS");
    private static final Pattern PARAMETER = Pattern.compile("(?i);transport=(udp|tcp|tls)(?=[;?>]|$)");

    public OutgoingRequest {
        headers = List.copyOf(headers);
        transport = spoken(uri).orElse(transport).toUpperCase(Locale.ROOT);
        if (!TRANSPORTS.contains(transport)) {
            throw new IllegalArgumentException("transport must be UDP, TCP or TLS");
        }
    }

    /** What the URI asks for: its scheme goes before its parameter (RFC 3261 section 26.2.2). */
    private static Optional<String> spoken(String uri) {
        if (uri.regionMatches(true, 0, "sips:", 0, 5)) {
            return Optional.of("TLS");
        }
        Matcher parameter = PARAMETER.matcher(uri);
        return parameter.find() ? Optional.of(parameter.group(1)) : Optional.empty();
    }

    /** Over UDP without extra header fields. */
    public static OutgoingRequest udp(String uri, String from, byte[] sdp) {
        return new OutgoingRequest(uri, from, sdp, List.of(), "UDP");
    }
}
