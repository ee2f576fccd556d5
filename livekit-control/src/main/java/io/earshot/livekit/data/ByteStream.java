package io.earshot.livekit.data;

import com.google.protobuf.ByteString;
import java.util.Map;

/** Octets on their way, piece by piece. After a piece that could not be sent the stream is over. Confined to the room's loop. */
public final class ByteStream {
    private final Chunks chunks;

    ByteStream(Chunks chunks) {
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

    /** Appends octets; false when they could not be sent whole. */
    public boolean write(byte[] octets) {
        boolean sent = isOpen();
        for (int from = 0; sent && from < octets.length; from += Chunks.CHUNK_BYTES) {
            int length = Math.min(Chunks.CHUNK_BYTES, octets.length - from);
            sent = chunks.chunk(ByteString.copyFrom(octets, from, length));
        }
        return sent;
    }

    /** All is sent. */
    public boolean close() {
        return chunks.trailer("", Map.of());
    }

    /** It ends before its end. */
    public boolean abort(String reason) {
        return chunks.trailer(reason, Map.of());
    }
}
