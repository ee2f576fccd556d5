package io.earshot.sip.wire;

/**
 * Hides the keys of SDP's crypto lines (RFC 4568) from whoever watches messages: each character of a key becomes an {@code x}, so
 * that lengths stay true. Stateless.
 */
public final class KeyMask {
    private static final byte[] CRYPTO = {'a', '=', 'c', 'r', 'y', 'p', 't', 'o', ':'};
    private static final byte[] INLINE = {'i', 'n', 'l', 'i', 'n', 'e', ':'};

    private KeyMask() {}

    /** The message itself when it holds no key, else a copy without. */
    public static byte[] over(byte[] message) {
        return find(message, CRYPTO, 0, message.length) < 0 ? message : masked(message.clone());
    }

    private static byte[] masked(byte[] message) {
        int line = find(message, CRYPTO, 0, message.length);
        while (line >= 0) {
            int end = endOfLine(message, line);
            for (int key = find(message, INLINE, line, end); key >= 0; key = find(message, INLINE, key, end)) {
                key = mask(message, key + INLINE.length, end);
            }
            line = find(message, CRYPTO, end, message.length);
        }
        return message;
    }

    private static int mask(byte[] message, int from, int end) {
        int at = from;
        while (at < end && message[at] != ' ' && message[at] != '|' && message[at] != ';') {
            message[at++] = 'x';
        }
        return at;
    }

    private static int endOfLine(byte[] message, int from) {
        int end = from;
        while (end < message.length && message[end] != '\r' && message[end] != '\n') {
            end++;
        }
        return end;
    }

    /** Where {@code word} begins, in any case of letters; -1 when it does not. */
    private static int find(byte[] text, byte[] word, int from, int end) {
        for (int start = from; start <= end - word.length; start++) {
            int i = 0;
            while (i < word.length && lower(text[start + i]) == word[i]) {
                i++;
            }
            if (i == word.length) {
                return start;
            }
        }
        return -1;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
    }
}
