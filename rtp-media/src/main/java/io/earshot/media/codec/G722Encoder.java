package io.earshot.media.codec;

import io.netty.buffer.ByteBuf;

/**
 * Encodes 16 kHz samples as G.722 at 64 kbit/s, one octet for two samples (ITU-T G.722; RFC 3551, section 4.5.2).
 * Confined to the call's loop.
 */
final class G722Encoder implements AudioEncoder {
    private final G722Qmf filter = new G722Qmf();
    private final G722LowBand lowBand = new G722LowBand();
    private final G722HighBand highBand = new G722HighBand();
    private final int[] low = new int[G722Qmf.CHUNK];
    private final int[] high = new int[G722Qmf.CHUNK];
    private final byte[] octets = new byte[G722Qmf.CHUNK];

    @Override
    public int sampleRate() {
        return 16_000;
    }

    @Override
    public void encode(short[] pcm, int samples, ByteBuf out) {
        if ((samples & 1) != 0) {
            throw new IllegalArgumentException("G.722 packs pairs of samples, not " + samples);
        }
        for (int done = 0; done < samples; done += 2 * G722Qmf.CHUNK) {
            int pairs = Math.min(G722Qmf.CHUNK, (samples - done) / 2);
            encodeChunk(pcm, done, pairs);
            out.writeBytes(octets, 0, pairs);
        }
    }

    private void encodeChunk(short[] pcm, int from, int pairs) {
        filter.split(pcm, from, pairs, low, high);
        for (int i = 0; i < pairs; i++) {
            octets[i] = (byte) ((highBand.encode(high[i]) << 6) | lowBand.encode(low[i]));
        }
    }

    @Override
    public void close() {}
}
