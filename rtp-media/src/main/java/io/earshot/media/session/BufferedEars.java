package io.earshot.media.session;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.AudioDecoder;
import io.earshot.media.codec.Codecs;
import io.earshot.media.jitter.JitterBuffer;
import io.earshot.media.rtp.RtpPacket;
import io.netty.buffer.ByteBuf;

/**
 * What is decoded here: jitter buffer, decoder with concealment, and 20 ms of audio to the sink at each tick. Audio
 * starts to flow with the first packet and then never stops. Confined to the call's loop.
 */
final class BufferedEars implements Ears {
    private static final int PIECE_MS = 20;

    private final JitterBuffer buffer;
    private final AudioDecoder decoder;
    private final FormatWriter writer;
    private final AudioSink sink;
    private final Wire wire;
    private final int piece;
    private final int pieceBytes;
    private final int unitsPerMs;
    private final short[] decoded = new short[AudioDecoder.MAX_SAMPLES];
    private final short[] queue = new short[2 * AudioDecoder.MAX_SAMPLES];
    private int queued;
    private int frameSamples;
    private boolean flowing;
    private boolean real;
    private long arrivalNs;

    BufferedEars(AudioCodec codec, SessionConfig config, AudioFormat format, AudioSink sink, Wire wire) {
        this.unitsPerMs = codec.timestampUnits(1);
        this.buffer = new JitterBuffer(codec.clockRate(), config.jitterMinMs(), config.jitterMaxMs());
        this.decoder = Codecs.decoder(codec);
        this.writer = new FormatWriter(decoder.sampleRate(), format);
        this.pieceBytes = format.bytes(PIECE_MS);
        this.sink = sink;
        this.wire = wire;
        this.piece = decoder.sampleRate() / 1_000 * PIECE_MS;
        this.frameSamples = piece;
    }

    @Override
    public void onPacket(RtpPacket packet, ByteBuf datagram, int missing, long packetArrivalNs) {
        datagram.setIndex(packet.payloadOffset(), packet.payloadOffset() + packet.payloadLength());
        buffer.put(datagram, packet.sequenceNumber(), packet.timestamp(), packetArrivalNs);
    }

    @Override
    public void onLatePacket(RtpPacket packet, ByteBuf datagram, long packetArrivalNs) {
        onPacket(packet, datagram, 0, packetArrivalNs);
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
        ByteBuf out = wire.buffer(pieceBytes);
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
