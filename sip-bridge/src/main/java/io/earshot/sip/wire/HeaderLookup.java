package io.earshot.sip.wire;

import java.util.List;
import java.util.Optional;

/** Finds header fields in a message kept as bytes. Stateless. */
public final class HeaderLookup {

    private HeaderLookup() {}

    /** The first value of that header field, in full or compact form. */
    public static Optional<String> first(byte[] message, String name) {
        List<String> values = RawMessage.of(message).values(HeaderName.canonical(name));
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }
}
