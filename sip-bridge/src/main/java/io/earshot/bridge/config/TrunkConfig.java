package io.earshot.bridge.config;

import java.util.List;

/**
 * A named source of calls. Immutable.
 *
 * @param name what records and metrics call it
 * @param addresses where its calls come from: addresses, or networks such as 10.0.0.0/8; empty: anywhere, and then it needs a
 *     password or {@code tlsNames}
 * @param tlsNames of which the client certificate of its callers must carry one (SIP over TLS); empty: none is asked for
 * @param username whom its callers must prove to be (digest); empty: no proof is asked
 * @param password what proves it
 * @param realm what the challenge names
 * @param numbers called numbers that it may call; {@code *} stands for any text; empty: all
 * @param caps bounds of what comes in by it
 */
public record TrunkConfig(
        String name,
        List<String> addresses,
        List<String> tlsNames,
        String username,
        Secret password,
        String realm,
        List<String> numbers,
        CapsConfig caps) {
    public TrunkConfig {
        addresses = List.copyOf(addresses);
        tlsNames = List.copyOf(tlsNames);
        numbers = List.copyOf(numbers);
        if (tlsNames.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("tls_names of a trunk must not be empty");
        }
        addresses.forEach(AddressRange::parse);
        if (!name.matches("([A-Za-z0-9][A-Za-z0-9._-]{0,62})?")) {
            throw new IllegalArgumentException("name of a trunk: at most 63 letters, digits, '.', '_' and '-'");
        }
        if (username.isEmpty() == password.isPresent()) {
            throw new IllegalArgumentException("username and password of a trunk go together");
        }
        if (realm.isBlank()) {
            throw new IllegalArgumentException("realm must not be empty");
        }
    }

    /** What is missing in an entry of the list of trunks; empty when nothing is. */
    String missing() {
        if (name.isEmpty()) {
            return "a trunk without a name";
        }
        return addresses.isEmpty() && tlsNames.isEmpty() && username.isEmpty()
                ? "trunk " + name + " needs addresses, tls_names, or a username and a password"
                : "";
    }

    /** What an entry of the list leaves out. */
    public static TrunkConfig defaults() {
        return new TrunkConfig("", List.of(), List.of(), "", Secret.NONE, "earshot", List.of(), CapsConfig.none());
    }
}
