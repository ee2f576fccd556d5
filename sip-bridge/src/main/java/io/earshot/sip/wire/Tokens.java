package io.earshot.sip.wire;

/** The few pieces of RFC 3261 section 25.1 grammar that are checked before parsing. Stateless. */
final class Tokens {

    private static final String MARKS = "-.!%*_+`'~";

    private Tokens() {}

    /** {@code token = 1*(alphanum / "-" / "." / ...)}. */
    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(Tokens::isTokenChar);
    }

    private static boolean isTokenChar(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || MARKS.indexOf(c) >= 0;
    }

    /** The decimal number, or -1 when it is not one or exceeds {@code max}. Leading zeros are legal. */
    static long number(String text, long max) {
        if (text.isEmpty() || text.length() > 20) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value > max) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value > max ? -1 : value;
    }

    /**
     * Whether a From or To value has balanced quotes and brackets, and a display name that is quoted where it must be.
     */
    static boolean isNameAddress(String value) {
        int display = 0;
        if (value.startsWith("\"")) {
            display = endOfQuoted(value);
            if (display < 0) {
                return false;
            }
        }
        int open = value.indexOf('<', display);
        if (open < 0) {
            return display == 0 && value.indexOf('>') < 0 && value.indexOf('"') != 0;
        }
        String name = value.substring(display, open).strip();
        boolean words = display > 0 ? name.isEmpty() : isWords(name);
        return words && value.indexOf('>', open) > open + 1 && !Character.isWhitespace(value.charAt(open + 1));
    }

    private static boolean isWords(String name) {
        // Names in UTF-8 without quotes are wrong and common.
        return name.chars().allMatch(c -> c == ' ' || c == '\t' || c >= 0x80 || isTokenChar(c));
    }

    /** Index after the closing quote, or -1 when the string never ends. */
    private static int endOfQuoted(String value) {
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i + 1;
            }
        }
        return -1;
    }
}
