package io.earshot.media.stream;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.AudioEncoder;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Encodes what the source gives: linear audio for G.722 and Opus. Confined to the call's loop. */
public final class EncodingMouth implements Mouth {
    /** Opus peaks are bounded by its encoder; G.722 makes 480 octets at 60 ms. */
    private static final int MAX_PAYLOAD_BYTES = 1_200;

    /** Silent packets in a row after which the encoder's state no longer changes. */
    private static final int SETTLED_PACKETS = 25;

    private final AudioEncoder encoder;
    private final AudioSource source;
    private final FormatReader reader;
    private final short[] pcm;
    private final ByteBuf given;
    private final ByteBuf silence;
    private final boolean repeatsSilence;
    private int silentPackets;

    /**
     * A mouth for one codec.
     *
     * @param encoder makes its payloads; owned from here on
     * @param format what the source gives
     */
    public EncodingMouth(
            AudioCodec codec,
            AudioEncoder encoder,
            AudioFormat format,
            AudioSource source,
            int packetMs,
            Buffers buffers) {
        this.encoder = encoder;
        this.source = source;
        this.reader = new FormatReader(format, encoder.sampleRate(), packetMs);
        this.pcm = new short[encoder.sampleRate() / 1_000 * packetMs];
        this.given = buffers.buffer(format.bytes(packetMs));
        this.silence = buffers.buffer(MAX_PAYLOAD_BYTES);
        this.repeatsSilence = codec == AudioCodec.OPUS;
    }

    @Override
    public boolean write(ByteBuf packet) {
        given.clear();
        int read = source.read(given, given.capacity());
        if (read == 0) {
            writeSilence(packet);
            return false;
        }
        silentPackets = 0;
        int samples = reader.read(given, pcm);
        Arrays.fill(pcm, samples, pcm.length, (short) 0);
        encoder.encode(pcm, pcm.length, packet);
        return true;
    }

    /** Once Opus has settled on silence its packets are alike, so encoding stops until there is something to say. */
    @Override
    public void writeSilence(ByteBuf packet) {
        if (repeatsSilence && silentPackets >= SETTLED_PACKETS) {
            packet.writeBytes(silence, 0, silence.readableBytes());
            return;
        }
        int from = packet.writerIndex();
        Arrays.fill(pcm, (short) 0);
        encoder.encode(pcm, pcm.length, packet);
        silentPackets++;
        silence.clear().writeBytes(packet, from, packet.writerIndex() - from);
    }

    @Override
    public int maxPayloadBytes() {
        return MAX_PAYLOAD_BYTES;
    }

    @Override
    public void expectLoss(int percent) {
        encoder.expectLoss(percent);
    }

    @Override
    public void onSent(long sentNs) {
        source.onSent(sentNs);
    }

    @Override
    public void close() {
        given.release();
        silence.release();
        encoder.close();
    }
}
