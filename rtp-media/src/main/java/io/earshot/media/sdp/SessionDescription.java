package io.earshot.media.sdp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session description (RFC 8866): what offer/answer needs of it. Lines without a use in a call (i=, u=, e=, p=, b=, r=,
 * z=, k=) are read and dropped. Immutable.
 *
 * @param origin who made it; a stand-in when a lax peer left the line out
 * @param sessionName session name, {@code -} when missing
 * @param connection address for streams that name none, or null
 * @param timing first {@code t=} value, {@code 0 0} when missing
 * @param attributes session attributes in order
 * @param media streams in order
 */
public record SessionDescription(
        Origin origin,
        String sessionName,
        @Nullable Connection connection,
        String timing,
        List<Attribute> attributes,
        List<MediaDescription> media) {

    public SessionDescription {
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    /** Reads {@code body}; accepts lines ended by LF alone, odd order and missing o=, s= and t= lines. */
    public static SdpParse parse(byte[] body) {
        return SdpReader.read(body);
    }

    /** The description as sent: UTF-8, lines ended by CRLF, in the order of the RFC. */
    public byte[] toBytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The text of {@link #toBytes()}. */
    @Override
    public String toString() {
        return SdpWriter.write(this);
    }

    /** Value of the first session attribute {@code name}, or null when there is none or it has no value. */
    public @Nullable String attribute(String name) {
        return Attribute.first(attributes, name);
    }

    /** Whether there is a session attribute {@code name}. */
    public boolean has(String name) {
        return Attribute.present(attributes, name);
    }

    /** The address of {@code stream}: its own, else the session's, else null. */
    public @Nullable Connection connectionOf(MediaDescription stream) {
        return stream.connection() != null ? stream.connection() : connection;
    }

    /** The direction of {@code stream} as its author sees it: its own, else the session's, else SENDRECV. */
    public Direction directionOf(MediaDescription stream) {
        Direction own = Attribute.direction(stream.attributes());
        Direction session = own != null ? own : Attribute.direction(attributes);
        return session != null ? session : Direction.SENDRECV;
    }
}
