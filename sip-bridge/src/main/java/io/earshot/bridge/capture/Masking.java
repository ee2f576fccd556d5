package io.earshot.bridge.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides secrets in a SIP message without changing its length: keys of SRTP in its SDP ({@code a=crypto … inline:}, RFC 4568), and the
 * proofs of digest authentication, which a dictionary could be tried on. Stateless.
 */
public final class Masking {
    private static final Pattern SECRET = Pattern.compile(
            "(inline:)([A-Za-z0-9+/=]+)|((?i)\\b(?:response|password)\\s*=\\s*\"?)([0-9A-Za-z+/=]{8,})");

    private Masking() {}

    /** The message with every secret's characters replaced by {@code x}; the same array when it holds none. */
    public static byte[] of(byte[] raw) {
        String text = new String(raw, StandardCharsets.ISO_8859_1);
        Matcher secret = SECRET.matcher(text);
        if (!secret.find()) {
            return raw;
        }
        byte[] masked = raw.clone();
        do {
            int group = secret.group(2) == null ? 4 : 2;
            Arrays.fill(masked, secret.start(group), secret.end(group), (byte) 'x');
        } while (secret.find());
        return masked;
    }
}
