package io.earshot.sip;

/**
 * An extra header field of a request or response. Immutable.
 *
 * @param name a token
 * @param value one line
 */
public record SipHeader(String name, String value) {

    public SipHeader {
        if (!name.matches("[A-Za-z0-9.!%*_+`'~-]+")) {
            throw new IllegalArgumentException("not a header name");
        }
        if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
            throw new IllegalArgumentException("control character in the value of " + name);
        }
    }
}
