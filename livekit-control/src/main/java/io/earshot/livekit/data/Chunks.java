package io.earshot.livekit.data;

import com.google.protobuf.ByteString;
import java.util.Map;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.DataStream;

/** Writes the packets of one outgoing stream: header, numbered chunks, trailer. Confined to the room's loop. */
final class Chunks {
    /** Most octets of content in one chunk, as LiveKit's clients cut them. */
    static final int CHUNK_BYTES = 15_000;

    private enum State {
        OPEN,
        CLOSED
    }

    private final PacketSink sink;
    private final StreamOptions options;
    private final String id;
    private State state = State.OPEN;
    private long index;

    Chunks(PacketSink sink, StreamOptions options, String id) {
        this.sink = sink;
        this.options = options;
        this.id = id;
    }

    String id() {
        return id;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean header(DataStream.Header.Builder header) {
        header.setStreamId(id).setTopic(options.topic()).putAllAttributes(options.attributes());
        return send(packet().setStreamHeader(header));
    }

    /** Sends content, which fits into one chunk. */
    boolean chunk(ByteString content) {
        return send(packet().setStreamChunk(DataStream.Chunk.newBuilder()
                .setStreamId(id)
                .setChunkIndex(index++)
                .setContent(content)));
    }

    /** Ends the stream; an empty reason means as meant. */
    boolean trailer(String reason, Map<String, String> attributes) {
        boolean sent = send(packet().setStreamTrailer(DataStream.Trailer.newBuilder()
                .setStreamId(id)
                .setReason(reason)
                .putAllAttributes(attributes)));
        state = State.CLOSED;
        return sent;
    }

    private DataPacket.Builder packet() {
        return DataPacket.newBuilder().addAllDestinationIdentities(options.to()).setParticipantIdentity(options.from());
    }

    /** What cannot be sent leaves a hole: the stream is over then. */
    private boolean send(DataPacket.Builder packet) {
        boolean sent = state == State.OPEN && sink.send(packet);
        state = sent ? state : State.CLOSED;
        return sent;
    }
}
