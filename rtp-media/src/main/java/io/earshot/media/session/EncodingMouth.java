package io.earshot.media.session;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.audio.Linear16;
import io.earshot.media.codec.AudioEncoder;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** G.722 and Opus: the source gives linear audio, which is encoded into the packet. Confined to the call's loop. */
final class EncodingMouth implements Mouth {
    /** Opus peaks are bounded by its encoder; G.722 makes 480 octets at 60 ms. */
    private static final int MAX_PAYLOAD_BYTES = 1_200;

    private final AudioEncoder encoder;
    private final AudioSource source;
    private final short[] pcm;
    private final ByteBuf linear;

    EncodingMouth(AudioFormat format, AudioEncoder encoder, AudioSource source, int ptimeMs, Wire wire) {
        this.encoder = encoder;
        this.source = source;
        this.pcm = new short[format.sampleRate() / 1_000 * ptimeMs];
        this.linear = wire.buffer(2 * pcm.length);
    }

    @Override
    public boolean write(ByteBuf packet) {
        linear.clear();
        int read = source.read(linear, 2 * pcm.length);
        int samples = Linear16.read(linear, pcm);
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
        linear.release();
        encoder.close();
    }
}
