package io.earshot.media.sdp;

import io.earshot.media.srtp.SrtpProfile;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One {@code a=crypto} line (RFC 4568): a suite and the key that its author protects with. Never printed with its key.
 *
 * <pre>{@code a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:<key and salt in Base64>|2^31}</pre>
 *
 * <p>Lines that ask for what is not done here are not read: a master key identifier or several keys, a key derivation rate,
 * unencrypted or unauthenticated streams, and a key that lives for less than {@value #LEAST_LIFETIME_BITS} bits of packets (a
 * call of hours).
 */
final class CryptoLine {
    private static final int LEAST_LIFETIME_BITS = 20;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern LINE = Pattern.compile(
            "([0-9]{1,9}) +([A-Za-z0-9_]+) +inline:([A-Za-z0-9+/]+={0,2})(?:\\|([0-9^]+))?(?: +(.*))?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern HARMLESS = Pattern.compile("(?i)(WSH=\\d+|KDR=0|FEC_ORDER=\\S+|-\\S*)");

    private final int tag;
    private final SrtpProfile profile;
    private final byte[] key;

    private CryptoLine(int tag, SrtpProfile profile, byte[] key) {
        this.tag = tag;
        this.profile = profile;
        this.key = key;
    }

    /** A line of ours with a new key. */
    static CryptoLine create(int tag, SrtpProfile profile) {
        byte[] key = new byte[profile.keyBytes() + profile.saltBytes()];
        RANDOM.nextBytes(key);
        return new CryptoLine(tag, profile, key);
    }

    /** A line of ours with a key in use, under the tag that the peer gave its own. */
    CryptoLine under(int newTag) {
        return new CryptoLine(newTag, profile, key);
    }

    /** The line with that value; null when it is malformed or asks for what we do not do. */
    static @Nullable CryptoLine parse(@Nullable String value) {
        Matcher line = LINE.matcher(value == null ? "" : value.strip());
        if (!line.matches()) {
            return null;
        }
        SrtpProfile profile = SrtpProfile.ofSuite(line.group(2).toUpperCase(Locale.ROOT));
        if (profile == null || !livesLong(line.group(4)) || !harmless(line.group(5))) {
            return null;
        }
        byte[] key = decoded(line.group(3));
        return key == null || key.length != profile.keyBytes() + profile.saltBytes()
                ? null
                : new CryptoLine(Integer.parseInt(line.group(1)), profile, key);
    }

    private static byte @Nullable [] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** A lifetime is a power of two, or a number. */
    private static boolean livesLong(@Nullable String lifetime) {
        if (lifetime == null) {
            return true;
        }
        String bits = lifetime.startsWith("2^") ? lifetime.substring(2) : "";
        return bits.isEmpty()
                ? lifetime.matches("[0-9]{7,15}") && Long.parseLong(lifetime) >= 1L << LEAST_LIFETIME_BITS
                : bits.matches("[0-9]{1,2}") && Integer.parseInt(bits) >= LEAST_LIFETIME_BITS;
    }

    private static boolean harmless(@Nullable String parameters) {
        for (String parameter :
                parameters == null ? new String[0] : parameters.strip().split(" +")) {
            if (!HARMLESS.matcher(parameter).matches()) {
                return false;
            }
        }
        return true;
    }

    /** The lines of a stream that can be used, in its order. */
    static List<CryptoLine> of(MediaDescription stream) {
        return stream.attributes().stream()
                .filter(attribute -> attribute.name().equalsIgnoreCase("crypto"))
                .<CryptoLine>mapMulti((attribute, lines) -> {
                    CryptoLine line = parse(attribute.value());
                    if (line != null) {
                        lines.accept(line);
                    }
                })
                .toList();
    }

    int tag() {
        return tag;
    }

    SrtpProfile profile() {
        return profile;
    }

    byte[] key() {
        return key;
    }

    Attribute toAttribute() {
        return new Attribute(
                "crypto",
                tag + " " + profile.suite() + " inline:" + Base64.getEncoder().encodeToString(key));
    }

    @Override
    public String toString() {
        return "CryptoLine[" + tag + " " + profile + "]";
    }
}
