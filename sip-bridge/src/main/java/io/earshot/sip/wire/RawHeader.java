package io.earshot.sip.wire;

/**
 * One header field, unfolded and trimmed. Immutable.
 *
 * @param name canonical name, see {@link HeaderName#canonical}
 * @param value field value, one line, ISO-8859-1 characters standing for the bytes received
 */
record RawHeader(String name, String value) {}
