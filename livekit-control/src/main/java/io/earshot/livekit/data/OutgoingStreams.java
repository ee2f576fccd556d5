package io.earshot.livekit.data;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import livekit.LivekitModels.DataStream;

/** Begins streams to other participants. Confined to the room's loop. */
public final class OutgoingStreams {
    private static final String TEXT = "text/plain";

    private final PacketSink sink;
    private final LongSupplier wallMs;
    private final RandomGenerator random;

    /**
     * Streams through a sink.
     *
     * @param wallMs wall time, Unix milliseconds
     */
    public OutgoingStreams(PacketSink sink, LongSupplier wallMs, RandomGenerator random) {
        this.sink = sink;
        this.wallMs = wallMs;
        this.random = random;
    }

    /** Begins a text that is written piece by piece; it is closed already when it could not be begun. */
    public TextStream openText(StreamOptions options) {
        return text(options, DataStream.Header.newBuilder());
    }

    /** Sends a text that is there whole; false when it could not be sent whole. */
    public boolean sendText(StreamOptions options, String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        TextStream stream = text(options, DataStream.Header.newBuilder().setTotalLength(length));
        return stream.write(text) && stream.close();
    }

    /**
     * Begins a stream of octets.
     *
     * @param name of the file, or what it is
     * @param mimeType its media type
     */
    public ByteStream openBytes(StreamOptions options, String name, String mimeType) {
        return bytes(options, DataStream.Header.newBuilder(), name, mimeType);
    }

    /** Sends octets that are there whole; false when they could not be sent whole. */
    public boolean sendBytes(StreamOptions options, String name, String mimeType, byte[] octets) {
        DataStream.Header.Builder header = DataStream.Header.newBuilder().setTotalLength(octets.length);
        ByteStream stream = bytes(options, header, name, mimeType);
        return stream.write(octets) && stream.close();
    }

    private TextStream text(StreamOptions options, DataStream.Header.Builder header) {
        Chunks chunks = new Chunks(sink, options, newId());
        chunks.header(header.setMimeType(TEXT)
                .setTimestamp(wallMs.getAsLong())
                .setTextHeader(DataStream.TextHeader.newBuilder().setOperationType(DataStream.OperationType.CREATE)));
        return new TextStream(chunks);
    }

    private ByteStream bytes(StreamOptions options, DataStream.Header.Builder header, String name, String mimeType) {
        Chunks chunks = new Chunks(sink, options, newId());
        chunks.header(header.setMimeType(mimeType)
                .setTimestamp(wallMs.getAsLong())
                .setByteHeader(DataStream.ByteHeader.newBuilder().setName(name)));
        return new ByteStream(chunks);
    }

    private String newId() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
