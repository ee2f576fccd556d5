package io.earshot.media.audio;

import io.netty.buffer.ByteBuf;

/** How loud audio is, as RFC 6464 and RFC 6465 count it. Stateless; allocates nothing. */
public final class AudioLevel {
    /** Level of digital silence. */
    public static final int SILENCE = 127;

    private AudioLevel() {}

    /**
     * Level of {@code bytes} octets from index {@code from}.
     *
     * @return decibels below overload (RMS), 0 to 127
     */
    public static int of(ByteBuf audio, int from, int bytes, Encoding encoding) {
        int samples = bytes / encoding.bytesPerSample();
        if (samples == 0) {
            return SILENCE;
        }
        long squares = encoding == Encoding.LINEAR16
                ? linear(audio, from, samples)
                : companded(audio, from, samples, encoding == Encoding.PCMU);
        double rms = Math.sqrt((double) squares / samples) / Short.MAX_VALUE;
        return rms == 0 ? SILENCE : Math.clamp(Math.round(-20 * Math.log10(rms)), 0, SILENCE);
    }

    private static long linear(ByteBuf audio, int from, int samples) {
        long squares = 0;
        int quads = samples & ~3;
        for (int i = 0; i < quads; i += 4) {
            long four = audio.getLongLE(from + 2 * i);
            squares += square((short) four)
                    + square((short) (four >> 16))
                    + square((short) (four >> 32))
                    + square((short) (four >> 48));
        }
        for (int i = quads; i < samples; i++) {
            squares += square(audio.getShortLE(from + 2 * i));
        }
        return squares;
    }

    private static long companded(ByteBuf audio, int from, int samples, boolean muLaw) {
        long squares = 0;
        for (int i = 0; i < samples; i++) {
            byte octet = audio.getByte(from + i);
            squares += square(muLaw ? G711.muToLinear(octet) : G711.aToLinear(octet));
        }
        return squares;
    }

    private static long square(short sample) {
        return (long) sample * sample;
    }
}
