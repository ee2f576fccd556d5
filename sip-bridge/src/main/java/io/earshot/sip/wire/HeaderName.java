package io.earshot.sip.wire;

import java.util.Locale;
import java.util.Map;

/** Header field names as they are compared: lower case, compact forms expanded (RFC 3261 section 7.3.3). */
final class HeaderName {

    static final String VIA = "via";
    static final String FROM = "from";
    static final String TO = "to";
    static final String CALL_ID = "call-id";
    static final String CSEQ = "cseq";
    static final String MAX_FORWARDS = "max-forwards";
    static final String CONTENT_LENGTH = "content-length";
    static final String EXPIRES = "expires";

    private static final Map<String, String> COMPACT = Map.ofEntries(
            Map.entry("v", VIA),
            Map.entry("f", FROM),
            Map.entry("t", TO),
            Map.entry("i", CALL_ID),
            Map.entry("l", CONTENT_LENGTH),
            Map.entry("m", "contact"),
            Map.entry("c", "content-type"),
            Map.entry("e", "content-encoding"),
            Map.entry("k", "supported"),
            Map.entry("s", "subject"),
            Map.entry("r", "refer-to"),
            Map.entry("b", "referred-by"),
            Map.entry("o", "event"),
            Map.entry("u", "allow-events"),
            Map.entry("x", "session-expires"));

    private HeaderName() {}

    /** {@code "l"} and {@code "Content-Length"} both give {@code "content-length"}. */
    static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return COMPACT.getOrDefault(lower, lower);
    }
}
