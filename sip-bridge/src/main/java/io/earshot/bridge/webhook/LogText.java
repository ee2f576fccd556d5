package io.earshot.bridge.webhook;

/** Text of others in a log line: on one line, and not too long. */
public final class LogText {
    private static final int LONGEST = 120;

    private LogText() {}

    /** {@code text} with control characters replaced, at most 120 characters, or {@code -} for none. */
    public static String of(String text) {
        if (text.isEmpty()) {
            return "-";
        }
        StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length() && i < LONGEST; i++) {
            char letter = text.charAt(i);
            boolean plain = letter > ' ' && letter != 0x7f && !isFormat(letter);
            line.append(plain ? letter : '_');
        }
        return line.toString();
    }

    /** C1 controls, line and paragraph separators, and what changes the direction of writing. */
    private static boolean isFormat(char letter) {
        int type = Character.getType(letter);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
