package io.earshot.tools.simulate.voice;

import io.earshot.tools.simulate.speech.SincResampler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A text as speech in an output format, cut into pieces as they are sent. Immutable by agreement: buffers are handed out
 * as read-only views.
 */
public final class Speech {
    /** Length of a piece in milliseconds; the last may be shorter. */
    public static final int PIECE_MS = 100;

    private final OutputFormat format;
    private final List<byte[]> pieces;
    private final List<byte[]> base64;
    private final List<SpokenWord> words;

    private Speech(OutputFormat format, List<byte[]> pieces, List<SpokenWord> words) {
        this.format = format;
        this.pieces = pieces;
        this.words = words;
        this.base64 = pieces.stream().map(Base64.getEncoder()::encode).toList();
    }

    static Speech of(SpokenText spoken, OutputFormat format) {
        short[] samples = atRate(spoken.samples(), format.sampleRate());
        int step = format.sampleRate() * PIECE_MS / 1000;
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < samples.length; from += step) {
            pieces.add(format.write(samples, from, Math.min(step, samples.length - from)));
        }
        return new Speech(format, pieces, spoken.words());
    }

    /** Number of pieces; 0 when there was nothing to say. */
    public int size() {
        return pieces.size();
    }

    /** A piece's audio. */
    public ByteBuf audio(int index) {
        return Unpooled.wrappedBuffer(pieces.get(index)).asReadOnly();
    }

    /** Writes a piece's audio in Base64. */
    public void writeBase64(int index, ByteBuf out) {
        out.writeBytes(base64.get(index));
    }

    /** Length of a piece, in nanoseconds. */
    public long durationNs(int index) {
        return pieces.get(index).length / format.bytesPerSample() * 1_000_000_000L / format.sampleRate();
    }

    /** Octets of all audio. */
    public int bytes() {
        return pieces.stream().mapToInt(piece -> piece.length).sum();
    }

    /** Length of the whole, in seconds. */
    public double seconds() {
        return (double) bytes() / format.bytesPerSample() / format.sampleRate();
    }

    /** The words with their places. */
    public List<SpokenWord> words() {
        return words;
    }

    /** Octets this takes in memory, roughly. */
    int weight() {
        return bytes() * 7 / 3 + 200;
    }

    private static short[] atRate(short[] samples, int rate) {
        if (rate == KevinVoice.SAMPLE_RATE || samples.length == 0) {
            return samples;
        }
        SincResampler resampler = new SincResampler(KevinVoice.SAMPLE_RATE, rate);
        short[] out = new short[resampler.mostFor(samples.length)];
        return Arrays.copyOf(out, resampler.resample(samples, samples.length, out));
    }
}
