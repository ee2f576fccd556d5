package io.earshot.bridge.config;

import io.earshot.sip.SipHeader;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A way out: where calls that the bridge places are sent, and as whom. Immutable.
 *
 * @param name what requests, records and metrics call it
 * @param address host or host:port
 * @param transport how it is spoken to
 * @param numbers calling numbers that may be used; the first is used where a request names none
 * @param username who the bridge is there, for digest; empty: challenges are refusals
 * @param password what proves it
 * @param realm the only realm whose challenges are answered; empty: the one that the trunk itself names to an INVITE
 * @param headers further header fields of each INVITE
 * @param ring how long a phone rings at most
 * @param longest how long a call lasts at most
 * @param caps bounds against toll fraud
 */
public record OutboundTrunk(
        String name,
        String address,
        Transport transport,
        List<String> numbers,
        String username,
        Secret password,
        String realm,
        Map<String, String> headers,
        Duration ring,
        Duration longest,
        OutboundCaps caps) {
    /** How SIP is carried. */
    public enum Transport {
        UDP,
        TCP,
        TLS
    }

    public OutboundTrunk {
        numbers = List.copyOf(numbers);
        headers = Map.copyOf(headers);
        if (!name.matches("([A-Za-z0-9][A-Za-z0-9._-]{0,62})?")) {
            throw new IllegalArgumentException("name of a trunk: at most 63 letters, digits, '.', '_' and '-'");
        }
        if (!address.matches("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])?(:[0-9]{1,5})?")) {
            throw new IllegalArgumentException("address of a trunk must be host or host:port");
        }
        if (username.isEmpty() == password.isPresent()) {
            throw new IllegalArgumentException("username and password of a trunk go together");
        }
        if (!numbers.stream().allMatch(number -> number.matches("[A-Za-z0-9+*#._-]{1,64}"))) {
            throw new IllegalArgumentException("numbers of a trunk: digits, letters, '+', '*', '#', '.', '_' and '-'");
        }
        if (ring.toSeconds() < 1 || ring.toMinutes() > 5 || longest.toSeconds() < 1) {
            throw new IllegalArgumentException("ring must be 1s to 5m, longest at least 1s");
        }
        headers.forEach(OutboundTrunk::check);
    }

    private static void check(String header, String value) {
        if (SipHeader.reserved(new SipHeader(header, value).name())) {
            throw new IllegalArgumentException("header " + header + " is set by the bridge");
        }
    }

    /** What is missing in an entry of the list of trunks; empty when nothing is. */
    String missing() {
        if (name.isEmpty()) {
            return "an outbound trunk without a name";
        }
        return address.isEmpty() || numbers.isEmpty() ? "outbound trunk " + name + " needs an address and numbers" : "";
    }

    /** What an entry of the list leaves out. */
    public static OutboundTrunk defaults() {
        return new OutboundTrunk(
                "",
                "",
                Transport.UDP,
                List.of(),
                "",
                Secret.NONE,
                "",
                Map.of(),
                Duration.ofSeconds(60),
                Duration.ofHours(1),
                OutboundCaps.defaults());
    }

    /** The SIP URI of a user there. */
    public String uri(String user) {
        String parameter = transport == Transport.UDP
                ? ""
                : ";transport=" + transport.name().toLowerCase(Locale.ROOT);
        return "sip:" + user.replace("#", "%23") + "@" + address + parameter;
    }

    /** The address without a port. */
    public String host() {
        return address.replaceFirst(":[0-9]{1,5}$", "");
    }
}
