package io.earshot.tools.capture;

import java.nio.ByteBuffer;

/** The 44 bytes before the samples of a linear 16-bit WAV file: RIFF, fmt and data chunk heads. */
final class WavHeader {
    static final int BYTES = 44;

    /** Chunk names and format codes, as little-endian numbers. */
    static final int RIFF = fourCc("RIFF");

    static final int WAVE = fourCc("WAVE");
    static final int FMT = fourCc("fmt ");
    static final int DATA = fourCc("data");
    static final int PCM = 1;
    static final int ALAW = 6;
    static final int MULAW = 7;
    static final int EXTENSIBLE = 0xFFFE;

    private WavHeader() {}

    /** Appends the header to {@code out}, which is in little-endian order. */
    static void write(ByteBuffer out, int sampleRate, int channels, long dataBytes) {
        out.putInt(RIFF).putInt((int) (dataBytes + BYTES - 8)).putInt(WAVE);
        out.putInt(FMT).putInt(16).putShort((short) PCM).putShort((short) channels);
        out.putInt(sampleRate).putInt(sampleRate * channels * 2);
        out.putShort((short) (channels * 2)).putShort((short) 16);
        out.putInt(DATA).putInt((int) dataBytes);
    }

    private static int fourCc(String name) {
        return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
    }
}
