package io.earshot.tools.simulate.speech;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A RIFF/WAVE recording of 16-bit linear samples, first channel only. Never compared.
 *
 * @param sampleRate in hertz
 * @param samples all samples
 */
@SuppressWarnings("ArrayRecordComponent") // read-only, and never compared
record Wav(int sampleRate, short[] samples) {
    private static final int RIFF = 0x46464952;
    private static final int FORMAT = 0x20746d66;
    private static final int DATA = 0x61746164;

    /** Reads a file's bytes; throws IllegalArgumentException when they are no 16-bit linear WAVE. */
    static Wav read(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < 44 || in.getInt() != RIFF) {
            throw new IllegalArgumentException("not a WAVE file");
        }
        in.position(12);
        int rate = 0;
        int channels = 1;
        while (in.remaining() >= 8) {
            int id = in.getInt();
            int size = Math.min(in.getInt() & 0x7FFF_FFFF, in.remaining());
            if (id == DATA && rate > 0) {
                return new Wav(rate, samples(in.slice(in.position(), size).order(ByteOrder.LITTLE_ENDIAN), channels));
            }
            if (id == FORMAT && size >= 16) {
                channels = Math.max(1, in.getShort(in.position() + 2));
                rate = in.getInt(in.position() + 4);
                checkLinear(in.getShort(in.position()), in.getShort(in.position() + 14));
            }
            in.position(in.position() + size);
        }
        throw new IllegalArgumentException("WAVE file without audio");
    }

    private static void checkLinear(int tag, int bits) {
        if (tag != 1 || bits != 16) {
            throw new IllegalArgumentException("WAVE file is not 16-bit linear");
        }
    }

    private static short[] samples(ByteBuffer data, int channels) {
        short[] samples = new short[data.remaining() / 2 / channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = data.getShort(i * channels * 2);
        }
        return samples;
    }
}
