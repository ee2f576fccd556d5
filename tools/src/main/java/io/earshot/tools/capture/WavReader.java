package io.earshot.tools.capture;

import io.earshot.media.audio.G711;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads WAV files: 16-bit linear, mu-law and A-law, any rate, up to 8 channels, chunks in any order. Takes the file of a killed
 * recorder, whose length is not filled in, up to its end. Not shared.
 */
public final class WavReader {
    private static final long MAX_BYTES = 512L << 20;

    private final ByteBuffer in;
    private int format;
    private int channels;
    private int sampleRate;
    private int bits;

    private WavReader(ByteBuffer in) {
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads the whole of {@code path}.
     *
     * @throws IOException when it cannot be read, is larger than 512 MB, or is no WAV file of a known kind; the message says
     *     which
     */
    public static WavAudio read(Path path) throws IOException {
        if (Files.size(path) > MAX_BYTES) {
            throw new IOException(path + ": larger than 512 MB");
        }
        try {
            return parse(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    /** Reads a WAV file from memory, as from a resource. */
    public static WavAudio parse(byte[] file) throws IOException {
        return new WavReader(ByteBuffer.wrap(file)).audio();
    }

    private WavAudio audio() throws IOException {
        if (in.remaining() < 12 || in.getInt() != WavHeader.RIFF || in.getInt(8) != WavHeader.WAVE) {
            throw new IOException("not a WAV file");
        }
        in.position(12);
        while (in.remaining() >= 8) {
            int name = in.getInt();
            long said = in.getInt() & 0xFFFF_FFFFL;
            int length = (int) Math.min(said, in.remaining());
            if (name == WavHeader.DATA) {
                return samples(length);
            }
            if (name == WavHeader.FMT) {
                format(length);
            }
            in.position((int) Math.min((long) in.position() + length + (length & 1), in.limit()));
        }
        throw new IOException("no data chunk");
    }

    private void format(int length) throws IOException {
        if (length < 16) {
            throw new IOException("short fmt chunk");
        }
        int at = in.position();
        format = in.getShort(at) & 0xFFFF;
        channels = in.getShort(at + 2);
        sampleRate = in.getInt(at + 4);
        bits = in.getShort(at + 14);
        if (format == WavHeader.EXTENSIBLE && length >= 26) {
            format = in.getShort(at + 24) & 0xFFFF;
        }
        if (channels < 1 || channels > 8 || sampleRate < 1) {
            throw new IOException(channels + " channels at " + sampleRate + " Hz");
        }
    }

    private WavAudio samples(int length) throws IOException {
        if (channels == 0) {
            throw new IOException("no fmt chunk before the data");
        }
        boolean linear = format == WavHeader.PCM && bits == 16;
        boolean companded = (format == WavHeader.MULAW || format == WavHeader.ALAW) && bits == 8;
        if (!linear && !companded) {
            throw new IOException(
                    "format " + format + " with " + bits + " bits; 16-bit linear, mu-law and A-law are read");
        }
        int frames = length / (channels * bits / 8);
        short[] samples = new short[frames * channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = linear ? in.getShort() : expand(in.get());
        }
        return new WavAudio(sampleRate, channels, samples);
    }

    private short expand(byte code) {
        return format == WavHeader.MULAW ? G711.muToLinear(code) : G711.aToLinear(code);
    }
}
