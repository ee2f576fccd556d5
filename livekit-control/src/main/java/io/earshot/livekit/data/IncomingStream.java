package io.earshot.livekit.data;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import livekit.LivekitModels.DataStream;

/** A stream that is coming. Confined to the room's loop. */
final class IncomingStream {
    final String key;
    final String identity;
    final DataStream.Header header;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private long nextIndex;
    long deadlineNs;

    IncomingStream(String key, String identity, DataStream.Header header, long deadlineNs) {
        this.key = key;
        this.identity = identity;
        this.header = header;
        this.deadlineNs = deadlineNs;
    }

    boolean isText() {
        return header.hasTextHeader();
    }

    int bytes() {
        return content.size();
    }

    /** Appends a piece; false when one is missing before it. A piece that came before is passed over. */
    boolean append(DataStream.Chunk chunk) {
        if (chunk.getChunkIndex() > nextIndex) {
            return false;
        }
        if (chunk.getChunkIndex() == nextIndex) {
            ByteString piece = chunk.getContent();
            content.write(piece.toByteArray(), 0, piece.size());
            nextIndex++;
        }
        return true;
    }

    TextPiece piece(DataStream.Chunk chunk) {
        return new TextPiece(
                header.getStreamId(), header.getTopic(), chunk.getContent().toStringUtf8(), header.getAttributesMap());
    }

    TextMessage text(Map<String, String> more, String abortReason) {
        return new TextMessage(
                header.getStreamId(),
                header.getTopic(),
                content.toString(StandardCharsets.UTF_8),
                attributes(more),
                header.getTextHeader().getGenerated(),
                abortReason);
    }

    ByteMessage octets(Map<String, String> more) {
        return new ByteMessage(
                header.getStreamId(),
                header.getTopic(),
                header.getByteHeader().getName(),
                header.getMimeType(),
                content.toByteArray(),
                attributes(more));
    }

    private Map<String, String> attributes(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(header.getAttributesMap());
        all.putAll(more);
        return all;
    }
}
