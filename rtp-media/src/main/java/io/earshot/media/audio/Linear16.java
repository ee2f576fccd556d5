package io.earshot.media.audio;

import io.netty.buffer.ByteBuf;

/**
 * Crosses between sample arrays and {@link Encoding#LINEAR16} octets (little-endian), four samples at a time.
 * Stateless, thread-safe; allocates nothing but what {@code out} needs to grow.
 */
public final class Linear16 {
    private Linear16() {}

    /** Appends {@code samples} samples to {@code out}. */
    public static void write(short[] pcm, int samples, ByteBuf out) {
        out.ensureWritable(2 * samples);
        int quads = samples & ~3;
        for (int i = 0; i < quads; i += 4) {
            out.writeLongLE((pcm[i] & 0xFFFFL)
                    | (pcm[i + 1] & 0xFFFFL) << 16
                    | (pcm[i + 2] & 0xFFFFL) << 32
                    | (long) pcm[i + 3] << 48);
        }
        for (int i = quads; i < samples; i++) {
            out.writeShortLE(pcm[i]);
        }
    }

    /**
     * Copies the readable samples of {@code in}, as many as {@code pcm} holds, leaving its indexes as they are; an odd
     * last octet is not a sample.
     *
     * @return samples copied
     */
    public static int read(ByteBuf in, short[] pcm) {
        int samples = Math.min(in.readableBytes() / 2, pcm.length);
        int from = in.readerIndex();
        int quads = samples & ~3;
        for (int i = 0; i < quads; i += 4) {
            long four = in.getLongLE(from + 2 * i);
            pcm[i] = (short) four;
            pcm[i + 1] = (short) (four >> 16);
            pcm[i + 2] = (short) (four >> 32);
            pcm[i + 3] = (short) (four >> 48);
        }
        for (int i = quads; i < samples; i++) {
            pcm[i] = in.getShortLE(from + 2 * i);
        }
        return samples;
    }
}
