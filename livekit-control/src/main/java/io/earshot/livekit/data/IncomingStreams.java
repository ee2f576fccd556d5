package io.earshot.livekit.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.DataStream;

/**
 * Puts the streams of others together, within {@link StreamLimits}. Chunks and trailers belong to the header with their sender and stream id. Sans-IO. Confined to
 * the room's loop.
 */
public final class IncomingStreams {
    private final StreamLimits limits;
    private final StreamListener listener;
    private final Map<String, IncomingStream> streams = new LinkedHashMap<>();
    private int held;
    private long refused;

    /** No streams yet. */
    public IncomingStreams(StreamLimits limits, StreamListener listener) {
        this.limits = limits;
        this.listener = listener;
    }

    /** A packet came that is a header, a chunk or a trailer; others are passed over. */
    public void onPacket(DataPacket packet, long nowNs) {
        switch (packet.getValueCase()) {
            case STREAM_HEADER -> onHeader(packet, packet.getStreamHeader(), nowNs);
            case STREAM_CHUNK -> onChunk(packet, packet.getStreamChunk(), nowNs);
            case STREAM_TRAILER -> onTrailer(packet, packet.getStreamTrailer());
            default -> {}
        }
    }

    /** Someone left: what they were sending will not be completed. */
    public void participantLeft(String identity) {
        failAll(stream -> stream.identity.equals(identity), "the sender left");
    }

    /** The session is gone: nothing will be completed. */
    public void clear() {
        failAll(stream -> true, "the connection was lost");
    }

    /** When {@link #onDeadline} is due; {@link Long#MAX_VALUE} for never. */
    public long deadlineNs() {
        IncomingStream first = null;
        for (IncomingStream each : streams.values()) {
            first = first == null || each.deadlineNs - first.deadlineNs < 0 ? each : first;
        }
        return first == null ? Long.MAX_VALUE : first.deadlineNs;
    }

    /** Time passed. */
    public void onDeadline(long nowNs) {
        failAll(stream -> stream.deadlineNs - nowNs <= 0, "nothing came for too long");
    }

    /** Headers, pieces and trailers that were ignored: unknown, too many or too long. */
    public long refused() {
        return refused;
    }

    private void onHeader(DataPacket packet, DataStream.Header header, long nowNs) {
        String key = key(packet, header.getStreamId());
        boolean known = header.hasTextHeader() || header.hasByteHeader();
        boolean tooLong = Long.compareUnsigned(header.getTotalLength(), most(header)) > 0;
        if (!known || tooLong || streams.size() >= limits.streams() || streams.containsKey(key)) {
            refused++;
        } else {
            streams.put(key, new IncomingStream(key, packet.getParticipantIdentity(), header, nowNs + idleNs()));
        }
    }

    private void onChunk(DataPacket packet, DataStream.Chunk chunk, long nowNs) {
        IncomingStream stream = streams.get(key(packet, chunk.getStreamId()));
        if (stream == null) {
            refused++;
            return;
        }
        int length = chunk.getContent().size();
        int before = stream.bytes();
        if (before + length > most(stream.header) || held + length > limits.totalBytes()) {
            fail(stream, "longer than allowed");
        } else if (!stream.append(chunk)) {
            fail(stream, "a piece is missing");
        } else if (stream.bytes() > before) {
            held += length;
            stream.deadlineNs = nowNs + idleNs();
            if (stream.isText()) {
                listener.onTextPiece(stream.identity, stream.piece(chunk));
            }
        }
    }

    private void onTrailer(DataPacket packet, DataStream.Trailer trailer) {
        IncomingStream stream = streams.get(key(packet, trailer.getStreamId()));
        if (stream == null) {
            refused++;
            return;
        }
        forget(stream);
        if (stream.isText()) {
            listener.onText(stream.identity, stream.text(trailer.getAttributesMap(), trailer.getReason()));
        } else if (trailer.getReason().isEmpty()) {
            listener.onBytes(stream.identity, stream.octets(trailer.getAttributesMap()));
        } else {
            listener.onStreamFailed(stream.identity, stream.header.getTopic(), trailer.getReason());
        }
    }

    /** Whoever sends the pieces must have sent the header: the server vouches for the sid. An agent may name another identity. */
    private static String key(DataPacket packet, String streamId) {
        return packet.getParticipantSid() + ' ' + streamId;
    }

    private void failAll(Predicate<IncomingStream> which, String cause) {
        List<IncomingStream> all = new ArrayList<>(streams.values());
        all.stream().filter(which).forEach(stream -> fail(stream, cause));
    }

    private void fail(IncomingStream stream, String cause) {
        forget(stream);
        listener.onStreamFailed(stream.identity, stream.header.getTopic(), cause);
    }

    private void forget(IncomingStream stream) {
        if (streams.remove(stream.key, stream)) {
            held -= stream.bytes();
        }
    }

    private int most(DataStream.Header header) {
        return header.hasTextHeader() ? limits.textBytes() : limits.byteBytes();
    }

    private long idleNs() {
        return limits.idleMs() * 1_000_000L;
    }
}
