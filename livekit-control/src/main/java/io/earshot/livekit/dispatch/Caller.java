package io.earshot.livekit.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The caller as others in the room see it. Immutable.
 *
 * @param identity identity of the participant
 * @param number number, or its last digits when it is hidden
 */
record Caller(String identity, String number) {
    private static final int SHOWN_DIGITS = 4;
    private static final int HASH_BYTES = 8;

    static Caller shown(String from) {
        return new Caller("sip_" + from, from);
    }

    /** With a hash for an identity and the number's last four digits; the last one when there are no more than four. */
    static Caller hidden(String from) {
        String hash = HexFormat.of().formatHex(Arrays.copyOf(sha256(from), HASH_BYTES));
        int shown = Math.min(from.length(), from.length() <= SHOWN_DIGITS ? 1 : SHOWN_DIGITS);
        return new Caller("sip_" + hash, from.substring(from.length() - shown));
    }

    String name() {
        return "Phone " + number;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
