package io.earshot.media.audio;

import java.util.Arrays;

/**
 * Changes the sample rate of a mono stream among 8, 16, 24 and 48 kHz with a windowed-sinc polyphase filter: flat to
 * 80 % of the lower rate's half, more than 60 dB down beyond it. Keeps its state between calls, so pieces of any length
 * may be fed; allocates nothing after construction. Confined to the call's loop.
 *
 * <p>With rates in the ratio up:down, each group of {@code down} input samples gives {@code up} output samples. Samples
 * are stored by their place in the group and outputs computed by their phase, for all groups at once, so that the inner
 * loop runs over consecutive elements: the compiler makes vector instructions of such a loop, but not of a dot product.
 * It does so only while samples and sums have different element types and so cannot overlap.
 */
public final class Resampler {
    /** Most groups computed in one pass; longer inputs take several. */
    private static final int CHUNK = 480;

    private final int inputRate;
    private final int outputRate;
    private final int up;
    private final int down;
    private final int taps;
    private final int history;
    private final float[][] phases;
    private final short[][] lines;
    private final float[] sums = new float[CHUNK];
    private int filled;

    /**
     * A resampler between two rates.
     *
     * @throws IllegalArgumentException when a rate is not one of 8,000, 16,000, 24,000 and 48,000
     */
    public Resampler(int inputRate, int outputRate) {
        requireKnown(inputRate);
        requireKnown(outputRate);
        this.inputRate = inputRate;
        this.outputRate = outputRate;
        int common = greatestCommonDivisor(inputRate, outputRate);
        up = outputRate / common;
        down = inputRate / common;
        phases = PolyphaseFilter.design(up, down);
        taps = phases[0].length;
        history = taps / down;
        lines = new short[down][history + CHUNK];
    }

    /** Samples a second taken. */
    public int inputRate() {
        return inputRate;
    }

    /** Samples a second given. */
    public int outputRate() {
        return outputRate;
    }

    /** Most samples that {@code samples} samples of input turn into. */
    public int maxOutput(int samples) {
        return (samples + down - 1) / down * up;
    }

    /** Delay of the output against the input, in nanoseconds. */
    public long delayNs() {
        return inputRate == outputRate ? 0 : (taps / 2 + 1) * 1_000_000_000L / inputRate;
    }

    /**
     * Resamples {@code samples} samples of {@code in} into {@code out}, which holds at least {@link #maxOutput}. Input
     * that does not fill a group of {@code down} samples waits for the next call.
     *
     * @return samples written
     */
    public int process(short[] in, int samples, short[] out) {
        if (inputRate == outputRate) {
            System.arraycopy(in, 0, out, 0, samples);
            return samples;
        }
        int written = 0;
        int taken = 0;
        while (taken < samples) {
            int count = Math.min(samples - taken, CHUNK * down - filled);
            store(in, taken, count);
            taken += count;
            written += filterGroups(out, written);
        }
        return written;
    }

    /** Deals samples out to the lines. */
    private void store(short[] in, int from, int count) {
        int place = filled % down;
        int group = history + filled / down;
        for (int i = 0; i < count; i++) {
            lines[place][group] = in[from + i];
            if (++place == down) {
                place = 0;
                group++;
            }
        }
        filled += count;
    }

    private int filterGroups(short[] out, int from) {
        int groups = filled / down;
        for (int phase = 0; phase < up; phase++) {
            filter(phases[phase * down % up], phase * down / up, groups);
            emit(groups, out, from + phase);
        }
        shift(groups);
        return groups * up;
    }

    private void filter(float[] coefficients, int start, int groups) {
        Arrays.fill(sums, 0, groups, 0);
        for (int tap = 0; tap < taps; tap += 4) {
            addFourTaps(coefficients, tap, start + tap, groups);
        }
    }

    /** Four at a time: each pass over the sums costs more memory traffic than arithmetic. */
    private void addFourTaps(float[] coefficients, int tap, int at, int groups) {
        float c0 = coefficients[tap];
        float c1 = coefficients[tap + 1];
        float c2 = coefficients[tap + 2];
        float c3 = coefficients[tap + 3];
        short[] x0 = lines[at % down];
        short[] x1 = lines[(at + 1) % down];
        short[] x2 = lines[(at + 2) % down];
        short[] x3 = lines[(at + 3) % down];
        int i0 = at / down;
        int i1 = (at + 1) / down;
        int i2 = (at + 2) / down;
        int i3 = (at + 3) / down;
        for (int i = 0; i < groups; i++) {
            sums[i] += c0 * x0[i0 + i] + c1 * x1[i1 + i] + c2 * x2[i2 + i] + c3 * x3[i3 + i];
        }
    }

    private void emit(int groups, short[] out, int from) {
        for (int i = 0; i < groups; i++) {
            int rounded = (int) (sums[i] + 65_536.5f) - 65_536;
            out[from + i * up] = (short) Math.clamp(rounded, Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    /** Keeps the newest samples as the history of the next call. */
    private void shift(int groups) {
        int rest = filled % down == 0 ? 0 : 1;
        for (short[] line : lines) {
            System.arraycopy(line, groups, line, 0, history + rest);
        }
        filled -= groups * down;
    }

    private static void requireKnown(int rate) {
        if (rate != 8_000 && rate != 16_000 && rate != 24_000 && rate != 48_000) {
            throw new IllegalArgumentException("sample rate must be 8000, 16000, 24000 or 48000 Hz: " + rate);
        }
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
