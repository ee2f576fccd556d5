package io.earshot.sip.digest;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parameters of a challenge or of credentials (RFC 7616 sections 3.3 and 3.4, RFC 7235 section 2.1). Stateless. */
final class DigestFields {
    private static final int LONGEST = 4_096;
    private static final Pattern SCHEME = Pattern.compile("(?i)\\s*digest\\s+(.*)", Pattern.DOTALL);
    private static final Pattern PARAMETER =
            Pattern.compile("\\G\\s*,?\\s*([A-Za-z0-9_-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]++))\\s*");

    private DigestFields() {}

    /** Parameters by name in lower case; none when the value is of another scheme, malformed, too long, or names one twice. */
    static Map<String, String> of(String value) {
        Matcher scheme = SCHEME.matcher(value);
        return value.length() > LONGEST || !scheme.matches() ? Map.of() : list(scheme.group(1));
    }

    private static Map<String, String> list(String text) {
        Map<String, String> fields = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(text);
        int end = 0;
        while (parameter.find()) {
            String quoted = parameter.group(2);
            String value = quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1");
            if (fields.put(parameter.group(1).toLowerCase(Locale.ROOT), value) != null) {
                return Map.of();
            }
            end = parameter.end();
        }
        return end == text.length() ? fields : Map.of();
    }

    /** A quoted string. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
