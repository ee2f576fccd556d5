package io.earshot.sip.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Hashes that a client can answer with, best first (RFC 8760 section 2.1). */
enum DigestHash {
    SHA_512_256("SHA-512-256", "SHA-512/256"),
    SHA_256("SHA-256", "SHA-256"),
    MD5("MD5", "MD5");

    private static final String SESSION = "-sess";

    private final String token;
    private final String javaName;

    DigestHash(String token, String javaName) {
        this.token = token;
        this.javaName = javaName;
    }

    /** Its name in header fields. */
    String token() {
        return token;
    }

    /** The hash of an algorithm, with or without {@code -sess}. */
    static Optional<DigestHash> of(String algorithm) {
        String bare = isSession(algorithm) ? algorithm.substring(0, algorithm.length() - SESSION.length()) : algorithm;
        for (DigestHash hash : values()) {
            if (hash.token.equalsIgnoreCase(bare)) {
                return Optional.of(hash);
            }
        }
        return Optional.empty();
    }

    /** Whether the algorithm makes a key for each session (RFC 7616 section 3.4.2). */
    static boolean isSession(String algorithm) {
        return algorithm.toLowerCase(Locale.ROOT).endsWith(SESSION);
    }

    /** Lower-case hexadecimal hash of a text. */
    String hex(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(javaName).digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks " + javaName, e);
        }
    }
}
