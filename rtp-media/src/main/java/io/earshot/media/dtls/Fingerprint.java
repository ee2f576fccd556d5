package io.earshot.media.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Hash of a certificate as SDP carries it (RFC 8122, section 5): {@code sha-256 AB:CD:...}. Immutable.
 *
 * @param algorithm {@code sha-256}, {@code sha-384} or {@code sha-512}; weaker ones are not taken
 * @param octets hash in upper-case hexadecimal, separated by colons
 */
public record Fingerprint(String algorithm, String octets) {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    /** The SHA-256 fingerprint of a certificate in DER. */
    static Fingerprint sha256(byte[] certificate) {
        return new Fingerprint("sha-256", hash("sha-256", certificate));
    }

    /** Reads the value of a fingerprint attribute; null when it is malformed or its algorithm is not taken. */
    public static @Nullable Fingerprint parse(String value) {
        String[] tokens = value.strip().split(" +", -1);
        if (tokens.length != 2) {
            return null;
        }
        String algorithm = tokens[0].toLowerCase(Locale.ROOT);
        int bytes = length(algorithm);
        String octets = tokens[1].toUpperCase(Locale.ROOT);
        boolean wellFormed = octets.matches("[0-9A-F]{2}(:[0-9A-F]{2})*");
        return bytes > 0 && wellFormed && octets.length() == 3 * bytes - 1 ? new Fingerprint(algorithm, octets) : null;
    }

    private static int length(String algorithm) {
        return switch (algorithm) {
            case "sha-256" -> 32;
            case "sha-384" -> 48;
            case "sha-512" -> 64;
            default -> 0;
        };
    }

    /** Whether this is the hash of {@code certificate}, in DER. */
    boolean matches(byte[] certificate) {
        return octets.equals(hash(algorithm, certificate));
    }

    private static String hash(String algorithm, byte[] certificate) {
        try {
            return COLONS.formatHex(MessageDigest.getInstance(algorithm.toUpperCase(Locale.ROOT))
                    .digest(certificate));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** As in SDP. */
    @Override
    public String toString() {
        return algorithm + ' ' + octets;
    }
}
