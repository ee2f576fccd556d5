package io.earshot.media.ice;

import java.util.random.RandomGenerator;

/**
 * User name fragment and password of one side and one generation of ICE (RFC 8445, section 5.3). Immutable; the password
 * is never printed.
 *
 * @param ufrag 4 to 256 ice-chars
 * @param pwd 22 to 256 ice-chars
 */
public record IceCredentials(String ufrag, String pwd) {
    private static final String ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int UFRAG_CHARS = 8;
    private static final int PWD_CHARS = 24;

    /** Refuses what RFC 8839, section 5.4 does not allow, with {@link IllegalArgumentException}. */
    public IceCredentials {
        require(ufrag, 4, "ice-ufrag");
        require(pwd, 22, "ice-pwd");
    }

    /** New ones: 48 and 144 bits of {@code random}, which must be cryptographically strong. */
    public static IceCredentials random(RandomGenerator random) {
        return new IceCredentials(chars(random, UFRAG_CHARS), chars(random, PWD_CHARS));
    }

    private static String chars(RandomGenerator random, int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
        }
        return text.toString();
    }

    private static void require(String value, int least, String name) {
        boolean allowed = value.chars().allMatch(c -> ICE_CHARS.indexOf(c) >= 0 || c == '-' || c == '_' || c == '=');
        if (value.length() < least || value.length() > 256 || !allowed) {
            throw new IllegalArgumentException(name + " must be " + least + " to 256 ice-chars");
        }
    }

    @Override
    public String toString() {
        return "IceCredentials[ufrag=" + ufrag + "]";
    }
}
