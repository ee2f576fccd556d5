package io.earshot.sip.digest;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server asks for: a value of WWW-Authenticate or Proxy-Authenticate that a client can answer (RFC 7616 section 3.3). Immutable.
 *
 * @param realm whose account is asked for
 * @param nonce as given
 * @param opaque as given, or empty
 * @param algorithm as given; {@code MD5} when none was
 * @param auth whether {@code qop=auth} is offered; otherwise it is answered as in RFC 2069
 * @param userhash whether the user's name may be hashed
 * @param stale whether our last proof was right but for the age of its nonce
 */
public record DigestChallenge(
        String realm, String nonce, String opaque, String algorithm, boolean auth, boolean userhash, boolean stale) {

    /** The challenge in a header's value; empty when it is malformed, of an algorithm not known, or asks for {@code auth-int} only. */
    public static Optional<DigestChallenge> parse(String value) {
        Map<String, String> fields = DigestFields.of(value);
        String algorithm = fields.getOrDefault("algorithm", "MD5");
        String qop = fields.getOrDefault("qop", "");
        boolean auth = Arrays.stream(qop.split(",")).anyMatch(it -> it.strip().equalsIgnoreCase("auth"));
        boolean printable = fields.values().stream().noneMatch(DigestChallenge::controls);
        boolean usable = printable
                && fields.containsKey("realm")
                && fields.containsKey("nonce")
                && (auth || (qop.isBlank() && !DigestHash.isSession(algorithm)));
        if (!usable || DigestHash.of(algorithm).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new DigestChallenge(
                fields.getOrDefault("realm", ""),
                fields.getOrDefault("nonce", ""),
                fields.getOrDefault("opaque", ""),
                algorithm,
                auth,
                "true".equalsIgnoreCase(fields.get("userhash")),
                "true".equalsIgnoreCase(fields.get("stale"))));
    }

    /** The strongest of these header values that can be answered; of equals the first (RFC 8760 section 2.4). */
    public static Optional<DigestChallenge> best(List<String> values) {
        return values.stream()
                .map(DigestChallenge::parse)
                .flatMap(Optional::stream)
                .min(Comparator.comparingInt(DigestChallenge::strength));
    }

    /** Whether a text could break a line of ours. */
    private static boolean controls(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 0x7f);
    }

    /** SHA-256 and SHA-512-256 are as good as each other, so that the server's order counts between them. */
    private int strength() {
        return hash() == DigestHash.MD5 ? 1 : 0;
    }

    DigestHash hash() {
        return DigestHash.of(algorithm).orElseThrow();
    }

    boolean session() {
        return DigestHash.isSession(algorithm);
    }
}
