package io.earshot.ai.provider;

import org.jspecify.annotations.Nullable;

/** Makes text that came from a vendor fit for a log line or a failure. Stateless. */
public final class VendorText {
    private static final int MAX_LENGTH = 300;

    private VendorText() {}

    /**
     * {@code text} on one line of at most 300 characters, control characters replaced by blanks and the key (vendors
     * echo it in "incorrect key" answers) by {@code ***}.
     */
    public static String clean(String text, @Nullable ApiKey key) {
        String safe = key == null ? text : key.redact(text);
        String shortened = safe.length() > MAX_LENGTH ? safe.substring(0, MAX_LENGTH) + "…" : safe;
        StringBuilder out = new StringBuilder(shortened.length());
        for (int i = 0; i < shortened.length(); i++) {
            char c = shortened.charAt(i);
            boolean unsafe = Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || isBidiControl(c);
            out.append(unsafe ? ' ' : c);
        }
        return out.toString().strip();
    }

    private static boolean isBidiControl(char c) {
        return (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
    }
}
