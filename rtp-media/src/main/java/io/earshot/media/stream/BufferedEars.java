package io.earshot.media.stream;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.AudioDecoder;
import io.earshot.media.jitter.JitterBuffer;
import io.netty.buffer.ByteBuf;

/**
 * What is decoded here: jitter buffer, decoder with concealment, and 20 ms of audio to the sink at each tick. Audio
 * starts to flow with the first packet and then never stops. Confined to the call's loop.
 */
public final class BufferedEars implements Ears {
    private static final int PIECE_MS = 20;

    private final JitterBuffer buffer;
    private final AudioDecoder decoder;
    private final FormatWriter writer;
    private final AudioSink sink;
    private final Buffers buffers;
    private final int piece;
    private final int pieceBytes;
    private final int unitsPerMs;
    private final short[] decoded;
    private final short[] queue;
    private int queued;
    private int frameSamples;
    private long undecodable;
    private boolean flowing;
    private boolean real;
    private long arrivalNs;

    /**
     * Ears for one codec.
     *
     * @param decoder takes its payloads; owned from here on
     * @param jitterMinMs least delay of the jitter buffer
     * @param jitterMaxMs most delay of the jitter buffer
     * @param format what the sink takes
     */
    public BufferedEars(
            AudioCodec codec,
            AudioDecoder decoder,
            int jitterMinMs,
            int jitterMaxMs,
            AudioFormat format,
            AudioSink sink,
            Buffers buffers) {
        this.unitsPerMs = codec.timestampUnits(1);
        this.buffer = new JitterBuffer(codec.clockRate(), jitterMinMs, jitterMaxMs);
        this.decoder = decoder;
        this.decoded = new short[decoder.maxSamples()];
        this.queue = new short[2 * decoder.maxSamples()];
        this.writer = new FormatWriter(decoder.sampleRate(), format, PIECE_MS);
        this.pieceBytes = format.bytes(PIECE_MS);
        this.sink = sink;
        this.buffers = buffers;
        this.piece = decoder.sampleRate() / 1_000 * PIECE_MS;
        this.frameSamples = piece;
    }

    @Override
    public void onPacket(ByteBuf payload, int sequenceNumber, int timestamp, int missing, long packetArrivalNs) {
        buffer.put(payload, sequenceNumber, timestamp, packetArrivalNs);
    }

    @Override
    public void onLatePacket(ByteBuf payload, int sequenceNumber, int timestamp, long packetArrivalNs) {
        buffer.put(payload, sequenceNumber, timestamp, packetArrivalNs);
    }

    @Override
    public boolean onRedundant(ByteBuf payload, int sequenceNumber, int timestamp, long packetArrivalNs) {
        return buffer.put(payload, sequenceNumber, timestamp, packetArrivalNs) == JitterBuffer.Put.HELD;
    }

    @Override
    public void onComfortNoise() {
        // the buffer runs empty and the decoder fades out, which is what the announced silence sounds like
    }

    @Override
    public void onTick(long nowNs, int jitterUnits) {
        givePiece(nowNs);
        if (buffer.roomy()) {
            givePiece(nowNs);
        }
    }

    private void givePiece(long nowNs) {
        while (queued < piece) {
            if (!fetch(nowNs)) {
                return;
            }
        }
        ByteBuf out = buffers.buffer(pieceBytes);
        writer.write(queue, piece, out);
        queued -= piece;
        System.arraycopy(queue, piece, queue, 0, queued);
        try {
            sink.onAudio(out, real ? arrivalNs : nowNs, !real);
        } finally {
            out.release();
        }
        real = real && queued > 0;
    }

    /** Adds what is due to the queue; false before the first frame. */
    private boolean fetch(long nowNs) {
        switch (buffer.next(nowNs)) {
            case FRAME -> decode();
            case LOST -> append(recover());
            case EMPTY -> append(flowing ? decoder.conceal(decoded, piece - queued) : 0);
        }
        return flowing;
    }

    private void decode() {
        flowing = true;
        int samples = decoder.decode(buffer.frame(), decoded);
        if (samples == 0) {
            undecodable += frameSamples;
            append(decoder.conceal(decoded, frameSamples));
            return;
        }
        frameSamples = samples;
        buffer.measured(samples * unitsPerMs / (decoder.sampleRate() / 1_000));
        real = true;
        arrivalNs = buffer.frameArrivalNs();
        append(samples);
    }

    private int recover() {
        ByteBuf following = buffer.following();
        return following == null
                ? decoder.conceal(decoded, frameSamples)
                : decoder.recover(following, decoded, frameSamples);
    }

    private void append(int samples) {
        System.arraycopy(decoded, 0, queue, queued, samples);
        queued += samples;
    }

    @Override
    public void newSource() {
        buffer.newSource();
    }

    @Override
    public long discarded() {
        return buffer.late();
    }

    @Override
    public long concealedMs() {
        return buffer.concealedUnits() / unitsPerMs + undecodable * 1_000 / decoder.sampleRate();
    }

    @Override
    public int depthMs() {
        return buffer.depthMs();
    }

    @Override
    public int targetMs() {
        return buffer.targetMs();
    }

    @Override
    public int delayMs() {
        return buffer.delayMs();
    }

    @Override
    public boolean conceals() {
        return true;
    }

    @Override
    public void close() {
        buffer.close();
        decoder.close();
    }
}
