package io.earshot.sip.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Hash of a digest, best first: the order in which challenges are sent (RFC 8760 section 2.4). */
public enum DigestAlgorithm {
    SHA_256("SHA-256"),
    /** Broken, and what most telephones know. */
    MD5("MD5");

    private final String token;

    DigestAlgorithm(String token) {
        this.token = token;
    }

    /** Its name in header fields, and in Java. */
    public String token() {
        return token;
    }

    /** The algorithm of that name, in any case. */
    public static Optional<DigestAlgorithm> of(String token) {
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.token.equalsIgnoreCase(token)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** Lower-case hexadecimal hash of a text. */
    String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(token).digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + token, e);
        }
    }
}
