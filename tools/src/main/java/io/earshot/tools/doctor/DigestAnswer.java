package io.earshot.tools.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.earshot.sip.digest.DigestAlgorithm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client's side of digest authentication (RFC 7616, RFC 8760). */
final class DigestAnswer {
    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z0-9_-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,\\s]+))");

    /**
     * A challenge that can be answered. Immutable.
     *
     * @param realm whose account is asked for
     * @param nonce as given
     * @param opaque as given, or empty
     * @param algorithm the hash
     * @param protectedAuth whether {@code qop=auth} is offered
     * @param stale whether the nonce of our last answer was too old, its password right
     */
    record Challenge(
            String realm,
            String nonce,
            String opaque,
            DigestAlgorithm algorithm,
            boolean protectedAuth,
            boolean stale) {}

    private DigestAnswer() {}

    /** The best of the challenges in these header values that we know the algorithm of. */
    static Optional<Challenge> best(List<String> values) {
        return values.stream()
                .map(DigestAnswer::challenge)
                .flatMap(Optional::stream)
                .min(Comparator.comparing(Challenge::algorithm));
    }

    private static Optional<Challenge> challenge(String value) {
        if (!value.toLowerCase(Locale.ROOT).startsWith("digest ")) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher each = PARAMETER.matcher(value.substring("digest ".length()));
        while (each.find()) {
            String text = each.group(2) == null ? each.group(3) : each.group(2).replaceAll("\\\\(.)", "$1");
            fields.put(each.group(1).toLowerCase(Locale.ROOT), text);
        }
        boolean auth = Arrays.stream(fields.getOrDefault("qop", "").split(","))
                .anyMatch(it -> it.strip().equalsIgnoreCase("auth"));
        return DigestAlgorithm.of(fields.getOrDefault("algorithm", "MD5"))
                .map(algorithm -> new Challenge(
                        fields.getOrDefault("realm", ""),
                        fields.getOrDefault("nonce", ""),
                        fields.getOrDefault("opaque", ""),
                        algorithm,
                        auth,
                        "true".equalsIgnoreCase(fields.get("stale"))));
    }

    /** The value of Authorization or Proxy-Authorization. */
    static String to(Challenge challenge, String user, String password, String method, String uri) {
        String cnonce = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        String secret = hash(challenge, user + ":" + challenge.realm + ":" + password);
        String request = hash(challenge, method + ":" + uri);
        String middle = challenge.protectedAuth ? ":00000001:" + cnonce + ":auth:" : ":";
        String response = hash(challenge, secret + ":" + challenge.nonce + middle + request);
        return "Digest username=" + quoted(user) + ", realm=" + quoted(challenge.realm) + ", nonce="
                + quoted(challenge.nonce) + ", uri=" + quoted(uri) + ", response=" + quoted(response) + ", algorithm="
                + challenge.algorithm.token()
                + (challenge.opaque.isEmpty() ? "" : ", opaque=" + quoted(challenge.opaque))
                + (challenge.protectedAuth ? ", qop=auth, nc=00000001, cnonce=" + quoted(cnonce) : "");
    }

    private static String hash(Challenge challenge, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(challenge.algorithm.token());
            return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has " + challenge.algorithm.token(), impossible);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
