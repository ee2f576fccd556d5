package io.earshot.sip.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds header fields in a message kept as bytes. Stateless. */
public final class HeaderLookup {

    private HeaderLookup() {}

    /** The first value of that header field, in full or compact form. */
    public static Optional<String> first(byte[] message, String name) {
        List<String> values = RawMessage.of(message).values(HeaderName.canonical(name));
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    /** Every value of that header field, in order. */
    public static List<String> all(byte[] message, String name) {
        return List.copyOf(RawMessage.of(message).values(HeaderName.canonical(name)));
    }

    /** Every header field in order: full name in lower case, then value. */
    public static List<Map.Entry<String, String>> fields(byte[] message) {
        return RawMessage.of(message).headers().stream()
                .map(field -> Map.entry(field.name(), field.value()))
                .toList();
    }
}
