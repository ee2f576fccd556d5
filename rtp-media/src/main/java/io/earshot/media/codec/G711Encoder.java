package io.earshot.media.codec;

import io.earshot.media.audio.G711;
import io.netty.buffer.ByteBuf;

/** Encodes 8 kHz samples as PCMU or PCMA (ITU-T G.711; RFC 3551, section 4.5.14). Confined to the call's loop. */
final class G711Encoder implements AudioEncoder {
    private final boolean muLaw;
    private final byte[] octets = new byte[AudioDecoder.MAX_SAMPLES];

    G711Encoder(boolean muLaw) {
        this.muLaw = muLaw;
    }

    @Override
    public int sampleRate() {
        return 8_000;
    }

    @Override
    public void encode(short[] pcm, int samples, ByteBuf out) {
        if (samples > octets.length) {
            throw new IllegalArgumentException("packet of " + samples + " samples");
        }
        compress(pcm, samples);
        out.writeBytes(octets, 0, samples);
    }

    private void compress(short[] pcm, int samples) {
        if (muLaw) {
            for (int i = 0; i < samples; i++) {
                octets[i] = G711.linearToMu(pcm[i]);
            }
        } else {
            for (int i = 0; i < samples; i++) {
                octets[i] = G711.linearToA(pcm[i]);
            }
        }
    }

    @Override
    public void close() {}
}
