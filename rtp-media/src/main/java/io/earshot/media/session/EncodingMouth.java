package io.earshot.media.session;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.AudioEncoder;
import io.earshot.media.codec.Codecs;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Encodes what the source gives: linear audio for G.722 and Opus. Confined to the call's loop. */
final class EncodingMouth implements Mouth {
    /** Opus peaks are bounded by its encoder; G.722 makes 480 octets at 60 ms. */
    private static final int MAX_PAYLOAD_BYTES = 1_200;

    private final AudioEncoder encoder;
    private final AudioSource source;
    private final FormatReader reader;
    private final short[] pcm;
    private final ByteBuf given;

    EncodingMouth(AudioCodec codec, AudioFormat format, AudioSource source, int packetMs, Wire wire) {
        this.encoder = Codecs.encoder(codec);
        this.source = source;
        this.reader = new FormatReader(format, encoder.sampleRate(), packetMs);
        this.pcm = new short[encoder.sampleRate() / 1_000 * packetMs];
        this.given = wire.buffer(format.bytes(packetMs));
    }

    @Override
    public boolean write(ByteBuf packet) {
        given.clear();
        int read = source.read(given, given.capacity());
        int samples = reader.read(given, pcm);
        Arrays.fill(pcm, samples, pcm.length, (short) 0);
        encoder.encode(pcm, pcm.length, packet);
        return read > 0;
    }

    @Override
    public void writeSilence(ByteBuf packet) {
        Arrays.fill(pcm, (short) 0);
        encoder.encode(pcm, pcm.length, packet);
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
        encoder.close();
    }
}
