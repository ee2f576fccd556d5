package io.earshot.tools.call;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A WAV file in memory: 16-bit linear PCM, one or two channels. Immutable; the samples are shared.
 *
 * @param sampleRate samples a second and channel
 * @param channels samples of each channel; all of one length
 */
public record WavFile(int sampleRate, short[][] channels) {
    private static final int RIFF = 0x52494646;
    private static final int WAVE = 0x57415645;
    private static final int FMT = 0x666D7420;
    private static final int DATA = 0x64617461;
    private static final int LINEAR_PCM = 1;
    private static final int EXTENSIBLE = 0xFFFE;

    /**
     * Reads a file.
     *
     * @throws IOException when it cannot be read or is not 16-bit linear PCM with one or two channels
     */
    public static WavFile read(Path file) throws IOException {
        return parse(Files.readAllBytes(file), file.toString());
    }

    /**
     * Reads a file's content.
     *
     * @param name for messages
     * @throws IOException when it is not 16-bit linear PCM with one or two channels
     */
    public static WavFile parse(byte[] content, String name) throws IOException {
        try {
            return parse(ByteBuffer.wrap(content), name);
        } catch (BufferUnderflowException e) {
            throw new IOException(name + ": not a whole WAV file", e);
        }
    }

    /** Length in seconds. */
    public double seconds() {
        return (double) channels[0].length / sampleRate;
    }

    private static WavFile parse(ByteBuffer in, String name) throws IOException {
        int riff = in.getInt();
        in.getInt();
        if (riff != RIFF || in.getInt() != WAVE) {
            throw new IOException(name + ": not a WAV file");
        }
        @Nullable ByteBuffer format = null;
        while (in.remaining() >= 8) {
            int id = in.getInt();
            ByteBuffer chunk = chunk(in);
            if (id == FMT) {
                format = chunk;
            } else if (id == DATA && format != null) {
                return decode(format, chunk, name);
            }
        }
        throw new IOException(name + ": no audio in this WAV file");
    }

    /** The next chunk; one whose length is too great (a recording cut short) ends with the file. */
    private static ByteBuffer chunk(ByteBuffer in) {
        long length = Integer.toUnsignedLong(Integer.reverseBytes(in.getInt()));
        int kept = (int) Math.min(length, in.remaining());
        ByteBuffer chunk = in.slice(in.position(), kept).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + Math.min(kept + (kept & 1), in.remaining()));
        return chunk;
    }

    private static WavFile decode(ByteBuffer format, ByteBuffer data, String name) throws IOException {
        int tag = Short.toUnsignedInt(format.getShort());
        int count = format.getShort();
        int sampleRate = format.getInt();
        int bits = format.getShort(14);
        boolean linear = tag == LINEAR_PCM || tag == EXTENSIBLE;
        if (!linear || bits != 16 || count < 1 || count > 2 || sampleRate < 1) {
            throw new IOException(name + ": only 16-bit linear PCM with one or two channels is understood");
        }
        short[][] channels = new short[count][data.remaining() / 2 / count];
        for (int i = 0; i < channels[0].length; i++) {
            for (short[] channel : channels) {
                channel[i] = data.getShort();
            }
        }
        return new WavFile(sampleRate, channels);
    }
}
