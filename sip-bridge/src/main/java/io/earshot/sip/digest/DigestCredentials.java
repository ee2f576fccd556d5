package io.earshot.sip.digest;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client answers to a challenge: the value of Authorization or Proxy-Authorization (RFC 7616 section 3.4). Immutable.
 *
 * @param username who
 * @param realm for which realm
 * @param nonce answering which challenge
 * @param uri the digest-uri
 * @param response the proof, lower-case hexadecimal
 * @param algorithm its hash
 * @param qop {@code auth}; empty for a client of RFC 2069's time
 * @param cnonce the client's nonce; empty without qop
 * @param count nc: how often the client has used the nonce, from 1; 0 without qop
 */
public record DigestCredentials(
        String username,
        String realm,
        String nonce,
        String uri,
        String response,
        DigestAlgorithm algorithm,
        String qop,
        String cnonce,
        long count) {
    private static final Pattern COUNT = Pattern.compile("[0-9a-fA-F]{8}");

    /** The credentials in a header's value; empty when it is malformed, of another scheme or of an unknown algorithm. */
    public static Optional<DigestCredentials> parse(String value) {
        Map<String, String> fields = DigestFields.of(value);
        Optional<DigestAlgorithm> algorithm = DigestAlgorithm.of(fields.getOrDefault("algorithm", "MD5"));
        String qop = fields.getOrDefault("qop", "").toLowerCase(Locale.ROOT);
        String count = fields.getOrDefault("nc", "");
        boolean complete =
                fields.keySet().containsAll(java.util.Set.of("username", "realm", "nonce", "uri", "response"));
        boolean counted = qop.isEmpty()
                || (qop.equals("auth")
                        && fields.containsKey("cnonce")
                        && COUNT.matcher(count).matches());
        if (!complete || !counted || algorithm.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new DigestCredentials(
                fields.getOrDefault("username", ""),
                fields.getOrDefault("realm", ""),
                fields.getOrDefault("nonce", ""),
                fields.getOrDefault("uri", ""),
                fields.getOrDefault("response", "").toLowerCase(Locale.ROOT),
                algorithm.get(),
                qop,
                fields.getOrDefault("cnonce", ""),
                qop.isEmpty() ? 0 : Long.parseLong(count, 16)));
    }

    /** Whether they were made with that password for a request of that method (RFC 7616 section 3.4.1). */
    boolean provedBy(String password, String method) {
        String a1 = algorithm.hash(username + ':' + realm + ':' + password);
        String a2 = algorithm.hash(method + ':' + uri);
        String middle = qop.isEmpty() ? "" : "%08x:%s:%s:".formatted(count, cnonce, qop);
        return same(algorithm.hash(a1 + ':' + nonce + ':' + middle + a2), response);
    }

    static boolean same(String one, String other) {
        return java.security.MessageDigest.isEqual(
                one.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                other.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "DigestCredentials[" + username + " in " + realm + ", " + algorithm.token() + "]";
    }
}
