package io.earshot.livekit.data;

import java.nio.charset.StandardCharsets;

/** Cuts UTF-8 between characters. Stateless. */
final class Utf8 {
    private Utf8() {}

    /** The greatest index up to {@code wanted} at which no character is cut. */
    static int boundary(byte[] octets, int wanted) {
        int at = Math.min(wanted, octets.length);
        while (at > 0 && at < octets.length && (octets[at] & 0xC0) == 0x80) {
            at--;
        }
        return at;
    }

    static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** As much of a text as fits. */
    static String truncated(String text, int most) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return octets.length <= most ? text : new String(octets, 0, boundary(octets, most), StandardCharsets.UTF_8);
    }
}
