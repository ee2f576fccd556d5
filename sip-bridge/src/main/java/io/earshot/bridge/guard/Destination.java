package io.earshot.bridge.guard;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a call is sent. Immutable.
 *
 * @param number what is dialled, with {@code +} for 00 and 011, without visual separators; upper case letters are lower case
 * @param host the SIP host; empty for tel
 */
record Destination(String number, String host) {
    private static final Pattern URI =
            Pattern.compile("(?i)(?:sips?:(?:([^@;?]*)@)?(\\[[0-9a-f:.]+]|[^:;?@]+)|tel:([^;?]+)).*");
    private static final Pattern SEPARATORS = Pattern.compile("[ ().-]");
    private static final Pattern DIGITS = Pattern.compile("\\+?[0-9*#().\\- ]+");
    private static final Pattern ESCAPE = Pattern.compile("%([0-9a-fA-F]{2})");

    /** The destination of a SIP or tel URI. */
    static Optional<Destination> of(String uri) {
        Matcher parts = URI.matcher(uri.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        String user = parts.group(3) != null ? parts.group(3) : parts.group(1) == null ? "" : parts.group(1);
        String host = parts.group(2) == null ? "" : parts.group(2).toLowerCase(Locale.ROOT);
        return Optional.of(new Destination(number(unescaped(user)), host));
    }

    /** A number as it is compared. */
    static String number(String text) {
        String user = text.contains(":") ? text.substring(0, text.indexOf(':')) : text;
        if (!DIGITS.matcher(user).matches()) {
            return user.toLowerCase(Locale.ROOT);
        }
        String digits = SEPARATORS.matcher(user).replaceAll("");
        if (digits.startsWith("00")) {
            return "+" + digits.substring(2);
        }
        return digits.startsWith("011") && digits.length() > 7 ? "+" + digits.substring(3) : digits;
    }

    /** Escapes (RFC 3261 section 19.1.2) must not hide a digit. */
    private static String unescaped(String user) {
        return ESCAPE.matcher(user).replaceAll(escape -> {
            char plain = (char) Integer.parseInt(escape.group(1), 16);
            return plain >= ' ' && plain < 0x7f ? Matcher.quoteReplacement(String.valueOf(plain)) : "?";
        });
    }

    /** What it is counted by. */
    String key() {
        return number.isEmpty() ? "@" + host : number;
    }
}
