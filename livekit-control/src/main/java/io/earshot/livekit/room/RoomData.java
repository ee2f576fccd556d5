package io.earshot.livekit.room;

import static io.earshot.livekit.room.RoomCounters.Count.*;

import io.earshot.livekit.data.ByteMessage;
import io.earshot.livekit.data.IncomingStreams;
import io.earshot.livekit.data.OutgoingStreams;
import io.earshot.livekit.data.PacketSink;
import io.earshot.livekit.data.RpcCalls;
import io.earshot.livekit.data.RpcRegistry;
import io.earshot.livekit.data.StreamLimits;
import io.earshot.livekit.data.StreamListener;
import io.earshot.livekit.data.TextMessage;
import io.earshot.livekit.data.TextPiece;
import io.earshot.livekit.transcription.Transcript;
import io.earshot.livekit.transcription.TranscriptReader;
import io.earshot.livekit.transcription.Transcripts;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import livekit.LivekitModels.DataPacket;

/** What travels in a room's data packets: keys, packets, streams, calls, transcriptions. Confined to the room's loop. */
final class RoomData implements StreamListener {
    private final RoomListener listener;
    private final RoomCounters counters;
    private final OutgoingStreams outgoing;
    private final IncomingStreams incoming;
    private final RpcCalls calls;
    private final RpcRegistry methods;
    private final Transcripts transcripts;

    /**
     * Data over a sink.
     *
     * @param wallMs wall time, Unix milliseconds
     */
    RoomData(
            PacketSink sink,
            LongSupplier wallMs,
            RandomGenerator random,
            RoomCounters counters,
            RoomListener listener) {
        this.listener = listener;
        this.counters = counters;
        this.outgoing = new OutgoingStreams(sink, wallMs, random);
        this.incoming = new IncomingStreams(StreamLimits.DEFAULT, this);
        this.calls = new RpcCalls(sink, random);
        this.methods = new RpcRegistry(sink);
        this.transcripts = new Transcripts(outgoing, sink, random, true);
    }

    OutgoingStreams outgoing() {
        return outgoing;
    }

    RpcCalls calls() {
        return calls;
    }

    RpcRegistry methods() {
        return methods;
    }

    Transcripts transcripts() {
        return transcripts;
    }

    void packet(DataPacket packet, long nowNs) {
        String from = packet.getParticipantIdentity();
        switch (packet.getValueCase()) {
            case USER ->
                listener.onData(
                        from,
                        packet.getUser().getPayload().toByteArray(),
                        packet.getUser().getTopic());
            case SIP_DTMF -> key(from, DataPackets.digit(packet.getSipDtmf()));
            case STREAM_HEADER, STREAM_CHUNK, STREAM_TRAILER -> incoming.onPacket(packet, nowNs);
            case RPC_REQUEST -> methods.onRequest(from, packet.getRpcRequest(), nowNs);
            case RPC_ACK -> calls.onAck(from, packet.getRpcAck());
            case RPC_RESPONSE -> calls.onResponse(from, packet.getRpcResponse());
            // Nothing to do: whoever sends a transcription or a chat message in the older form sends it as a stream,
            // too.
            case TRANSCRIPTION, CHAT_MESSAGE, METRICS, SPEAKER -> {}
            case ENCRYPTED_PACKET, VALUE_NOT_SET -> counters.count(DATA_MALFORMED);
        }
    }

    void left(String identity) {
        incoming.participantLeft(identity);
        calls.participantLeft(identity);
        methods.participantLeft(identity);
    }

    /** The room is over. */
    void close() {
        incoming.clear();
        calls.clear();
        methods.clear();
    }

    long deadlineNs() {
        return Math.min(incoming.deadlineNs(), Math.min(calls.deadlineNs(), methods.deadlineNs()));
    }

    void onDeadline(long nowNs) {
        incoming.onDeadline(nowNs);
        calls.onDeadline(nowNs);
        methods.onDeadline(nowNs);
    }

    @Override
    public void onText(String identity, TextMessage message) {
        Transcript transcript = TranscriptReader.of(identity, message);
        if (transcript == null) {
            listener.onText(identity, message);
        } else {
            listener.onTranscript(transcript);
        }
    }

    @Override
    public void onTextPiece(String identity, TextPiece piece) {
        listener.onTextPiece(identity, piece);
    }

    @Override
    public void onBytes(String identity, ByteMessage message) {
        listener.onBytes(identity, message);
    }

    @Override
    public void onStreamFailed(String identity, String topic, String cause) {
        counters.count(DATA_STREAMS_FAILED);
    }

    private void key(String from, char digit) {
        if (digit != 0) {
            listener.onDtmf(from, digit);
        }
    }
}
