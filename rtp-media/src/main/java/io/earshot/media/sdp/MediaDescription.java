package io.earshot.media.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code m=} section (RFC 8866, section 5.14). Immutable.
 *
 * @param type {@code audio}, {@code video}, {@code image}…
 * @param port transport port; 0 refuses or removes the stream (RFC 3264, section 6)
 * @param portCount number of port pairs, 1 unless written
 * @param protocol transport protocol, such as {@code RTP/AVP}
 * @param formats formats in order of preference, at least one
 * @param connection address of this stream, or null when the session's is meant
 * @param attributes attributes in order
 */
public record MediaDescription(
        String type,
        int port,
        int portCount,
        String protocol,
        List<String> formats,
        @Nullable Connection connection,
        List<Attribute> attributes) {

    public MediaDescription {
        formats = List.copyOf(formats);
        attributes = List.copyOf(attributes);
    }

    /** Value of the first attribute {@code name}, or null when there is none or it has no value. */
    public @Nullable String attribute(String name) {
        return Attribute.first(attributes, name);
    }

    /** Whether there is an attribute {@code name}. */
    public boolean has(String name) {
        return Attribute.present(attributes, name);
    }

    /** The answer to a stream that is not wanted: same type, protocol and formats, port 0 (RFC 3264, section 6). */
    public MediaDescription refused() {
        return new MediaDescription(type, 0, 1, protocol, formats, null, List.of());
    }
}
