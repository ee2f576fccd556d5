package io.earshot.sip;

import io.earshot.sip.digest.DigestAccount;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call to place. Immutable.
 *
 * @param uri whom to call, {@code sip:user@host:port}; {@code sips:} or {@code ;transport=tls} goes over TLS
 * @param from who calls, {@code sip:user@host}; may carry a display name
 * @param sdp the offer; empty asks the peer for its offer
 * @param headers extra header fields of the INVITE
 * @param transport {@code "UDP"}, {@code "TCP"} or {@code "TLS"}, unless the URI says
 * @param callId its Call-ID, of {@link SipEndpoint#newCallId}; empty: a new one
 * @param hop where it is sent; null: the URI's host is looked up, which blocks
 * @param account who we are where it is sent, for its challenges; null: challenges are refusals
 * @param follows which SIP URIs of a redirection (3xx) are called instead, still by {@code hop}
 */
@SuppressWarnings("ArrayRecordComponent")
public record OutgoingRequest(
        String uri,
        String from,
        byte[] sdp,
        List<SipHeader> headers,
        String transport,
        String callId,
        @Nullable InetSocketAddress hop,
        @Nullable DigestAccount account,
        Predicate<String> follows) {
    private static final Set<String> TRANSPORTS = Set.of("UDP", "TCP", "TLS");
    private static final Pattern PARAMETER = Pattern.compile("(?i);transport=(udp|tcp|tls)(?=[;?>]|$)");

    public OutgoingRequest {
        headers = List.copyOf(headers);
        transport = spoken(uri).orElse(transport).toUpperCase(Locale.ROOT);
        if (!TRANSPORTS.contains(transport)) {
            throw new IllegalArgumentException("transport must be UDP, TCP or TLS");
        }
    }

    /** A call that answers no challenge and follows no redirection. */
    public OutgoingRequest(String uri, String from, byte[] sdp, List<SipHeader> headers, String transport) {
        this(uri, from, sdp, headers, transport, "", null, null, _ -> false);
    }

    /** The same under this Call-ID. */
    public OutgoingRequest withCallId(String id) {
        return new OutgoingRequest(uri, from, sdp, headers, transport, id, hop, account, follows);
    }

    /** The same, sent there. */
    public OutgoingRequest sentTo(InetSocketAddress address) {
        return new OutgoingRequest(uri, from, sdp, headers, transport, callId, address, account, follows);
    }

    /** The same, answering challenges of where it is sent. */
    public OutgoingRequest withAccount(DigestAccount who) {
        return new OutgoingRequest(uri, from, sdp, headers, transport, callId, hop, who, follows);
    }

    /** The same, following redirections to these URIs. */
    public OutgoingRequest following(Predicate<String> uris) {
        return new OutgoingRequest(uri, from, sdp, headers, transport, callId, hop, account, uris);
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
