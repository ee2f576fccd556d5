package io.earshot.sip;

import java.util.Locale;
import java.util.Set;

/**
 * An extra header field of a request or response. Immutable.
 *
 * @param name a token
 * @param value one line
 */
public record SipHeader(String name, String value) {

    private static final Set<String> OURS = Set.of(
            "via",
            "from",
            "to",
            "call-id",
            "cseq",
            "contact",
            "content-length",
            "content-type",
            "max-forwards",
            "v",
            "f",
            "t",
            "i",
            "m",
            "l",
            "c",
            "record-route");

    public SipHeader {
        if (!name.matches("[A-Za-z0-9.!%*_+`'~-]+")) {
            throw new IllegalArgumentException("not a header name");
        }
        if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
            throw new IllegalArgumentException("control character in the value of " + name);
        }
    }

    /** Whether the endpoint sets that header field itself, so that nobody else may. */
    public static boolean reserved(String name) {
        return OURS.contains(name.toLowerCase(Locale.ROOT));
    }
}
