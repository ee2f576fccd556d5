package io.earshot.media.audio;

/**
 * Changes the sample rate of a mono stream among 8, 16, 24 and 48 kHz with a windowed-sinc polyphase filter: flat to
 * 80 % of the lower rate's half, more than 60 dB down beyond it. Keeps its state between calls, so pieces of any length
 * may be fed; allocates nothing after construction. Confined to the call's loop.
 */
public final class Resampler {
    /** Most samples taken in one pass; longer inputs take several. */
    private static final int CHUNK = 480;

    private final int inputRate;
    private final int outputRate;
    private final int up;
    private final int down;
    private final int taps;
    private final short[][] phases;
    private final short[] line;
    private int phase;
    private int next;

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
        line = new short[taps - 1 + CHUNK];
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
        return (int) (((long) samples * up + down - 1) / down) + 1;
    }

    /** Delay of the output against the input, in nanoseconds. */
    public long delayNs() {
        return inputRate == outputRate ? 0 : taps / 2 * 1_000_000_000L / inputRate;
    }

    /**
     * Resamples {@code samples} samples of {@code in} into {@code out}, which holds at least {@link #maxOutput}.
     *
     * @return samples written
     */
    public int process(short[] in, int samples, short[] out) {
        if (inputRate == outputRate) {
            System.arraycopy(in, 0, out, 0, samples);
            return samples;
        }
        int written = 0;
        for (int done = 0; done < samples; done += CHUNK) {
            int count = Math.min(CHUNK, samples - done);
            System.arraycopy(in, done, line, taps - 1, count);
            written = filter(count, out, written);
            System.arraycopy(line, count, line, 0, taps - 1);
        }
        return written;
    }

    private int filter(int count, short[] out, int from) {
        int written = from;
        while (next < count) {
            out[written++] = dot(phases[phase], next);
            phase += down;
            next += phase / up;
            phase %= up;
        }
        next -= count;
        return written;
    }

    private short dot(short[] coefficients, int start) {
        int sum = 1 << (PolyphaseFilter.FRACTION_BITS - 1);
        for (int tap = 0; tap < coefficients.length; tap++) {
            sum += coefficients[tap] * line[start + tap];
        }
        return (short) Math.clamp(sum >> PolyphaseFilter.FRACTION_BITS, Short.MIN_VALUE, Short.MAX_VALUE);
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
