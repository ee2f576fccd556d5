package io.earshot.media.codec;

import io.earshot.media.audio.G711;
import io.netty.buffer.ByteBuf;

/** Decodes PCMU or PCMA (ITU-T G.711; RFC 3551, section 4.5.14) to 8 kHz. Confined to the call's loop. */
final class G711Decoder implements AudioDecoder {
    private static final int SAMPLE_RATE = 8_000;

    private final boolean muLaw;
    private final byte[] octets = new byte[MAX_SAMPLES];
    private final Concealment concealment = new Concealment(SAMPLE_RATE);

    G711Decoder(boolean muLaw) {
        this.muLaw = muLaw;
    }

    @Override
    public int sampleRate() {
        return SAMPLE_RATE;
    }

    @Override
    public int decode(ByteBuf payload, short[] pcm) {
        int samples = payload.readableBytes();
        if (samples > Math.min(pcm.length, MAX_SAMPLES)) {
            return 0;
        }
        payload.getBytes(payload.readerIndex(), octets, 0, samples);
        expand(pcm, samples);
        concealment.accept(pcm, samples);
        return samples;
    }

    private void expand(short[] pcm, int samples) {
        if (muLaw) {
            for (int i = 0; i < samples; i++) {
                pcm[i] = G711.muToLinear(octets[i]);
            }
        } else {
            for (int i = 0; i < samples; i++) {
                pcm[i] = G711.aToLinear(octets[i]);
            }
        }
    }

    @Override
    public int conceal(short[] pcm, int samples) {
        return concealment.conceal(pcm, samples);
    }

    @Override
    public void close() {}
}
