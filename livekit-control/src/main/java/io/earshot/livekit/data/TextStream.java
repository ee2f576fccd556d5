package io.earshot.livekit.data;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A text on its way, piece by piece: receivers see it grow. After a piece that could not be sent the stream is over; begin another.
 * Confined to the room's loop.
 */
public final class TextStream {
    private final Chunks chunks;

    TextStream(Chunks chunks) {
        this.chunks = chunks;
    }

    /** The stream's id. */
    public String id() {
        return chunks.id();
    }

    /** Whether more can be written. */
    public boolean isOpen() {
        return chunks.isOpen();
    }

    /** Appends text; false when it could not be sent whole. */
    public boolean write(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        boolean sent = isOpen();
        for (int from = 0; sent && from < octets.length; ) {
            int end = Utf8.boundary(octets, from + Chunks.CHUNK_BYTES);
            sent = chunks.chunk(ByteString.copyFrom(octets, from, end - from));
            from = end;
        }
        return sent;
    }

    /** The text is complete. */
    public boolean close() {
        return close(Map.of());
    }

    /** The text is complete; these attributes are added or replace earlier ones. */
    public boolean close(Map<String, String> attributes) {
        return chunks.trailer("", attributes);
    }

    /** The text ends before its end, for a reason such as {@code interrupted} or {@code error}. */
    public boolean abort(String reason) {
        return chunks.trailer(reason, Map.of());
    }
}
