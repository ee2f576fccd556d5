package io.earshot.media.codec;

import io.netty.buffer.ByteBuf;

/**
 * Decodes G.722 at 64 kbit/s (mode 1) to 16 kHz, two samples for each octet (ITU-T G.722; RFC 3551, section 4.5.2).
 * Confined to the call's loop.
 */
final class G722Decoder implements AudioDecoder {
    private static final int SAMPLE_RATE = 16_000;

    private final G722Qmf filter = new G722Qmf();
    private final G722LowBand lowBand = new G722LowBand();
    private final G722HighBand highBand = new G722HighBand();
    private final Concealment concealment = new Concealment(SAMPLE_RATE);
    private final int[] low = new int[G722Qmf.CHUNK];
    private final int[] high = new int[G722Qmf.CHUNK];
    private final byte[] octets = new byte[G722Qmf.CHUNK];

    @Override
    public int sampleRate() {
        return SAMPLE_RATE;
    }

    @Override
    public int decode(ByteBuf payload, short[] pcm) {
        int total = payload.readableBytes();
        if (total > pcm.length / 2) {
            return 0;
        }
        for (int done = 0; done < total; done += G722Qmf.CHUNK) {
            int pairs = Math.min(G722Qmf.CHUNK, total - done);
            payload.getBytes(payload.readerIndex() + done, octets, 0, pairs);
            decodeChunk(pairs, pcm, 2 * done);
        }
        concealment.accept(pcm, 2 * total);
        return 2 * total;
    }

    private void decodeChunk(int pairs, short[] pcm, int to) {
        for (int i = 0; i < pairs; i++) {
            low[i] = lowBand.decode(octets[i] & 0x3F);
            high[i] = highBand.decode((octets[i] >> 6) & 3);
        }
        filter.join(low, high, pairs, pcm, to);
    }

    @Override
    public int conceal(short[] pcm, int samples) {
        return concealment.conceal(pcm, samples);
    }

    @Override
    public void close() {}
}
