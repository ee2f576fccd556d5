package io.earshot.tools.simulate.speech;

/**
 * Changes the sample rate of a 16-bit stream with a windowed-sinc low-pass, evaluated in 32 phases between the input's
 * samples. Delay: 8 periods of the lower rate. Confined to its stream.
 */
public final class SincResampler {
    private static final int PHASES = 32;
    private static final int LOBES = 8;

    private final int fromRate;
    private final int toRate;
    private final int half;
    private final float[][] taps;
    private final float[] history;
    private int newest = -1;
    /** Place of the next output sample after the newest input sample, in 1/toRate of an input sample. */
    private long ahead;

    public SincResampler(int fromRate, int toRate) {
        this.fromRate = fromRate;
        this.toRate = toRate;
        double cutoff = 0.94 * Math.min(1.0, (double) toRate / fromRate);
        half = (int) Math.ceil(LOBES / cutoff);
        taps = new float[PHASES][2 * half];
        history = new float[2 * half];
        for (int phase = 0; phase < PHASES; phase++) {
            fill(taps[phase], cutoff, (double) phase / PHASES);
        }
        ahead = toRate;
    }

    /** Samples that at most come out of {@code samples} going in. */
    public int mostFor(int samples) {
        return (int) ((long) samples * toRate / fromRate) + 2;
    }

    /** Takes {@code samples} of {@code in} and writes what they yield to {@code out}; returns how many. */
    public int resample(short[] in, int samples, short[] out) {
        int written = 0;
        for (int i = 0; i < samples; i++) {
            newest = newest + 1 == history.length ? 0 : newest + 1;
            history[newest] = in[i];
            ahead -= toRate;
            while (ahead < toRate) {
                out[written++] = at((int) (ahead * PHASES / toRate));
                ahead += fromRate;
            }
        }
        return written;
    }

    private short at(int phase) {
        float[] weights = taps[phase];
        float sum = 0;
        int from = newest + 1 == history.length ? 0 : newest + 1;
        for (float weight : weights) {
            sum += weight * history[from];
            from = from + 1 == history.length ? 0 : from + 1;
        }
        return (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /** Hann-windowed sinc, scaled so that a constant stays what it is. */
    private void fill(float[] weights, double cutoff, double fraction) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double x = i - half + 1 - fraction;
            double window = 0.5 + 0.5 * Math.cos(Math.PI * x / half);
            double sinc = x == 0 ? 1 : Math.sin(Math.PI * x * cutoff) / (Math.PI * x * cutoff);
            weights[i] = (float) (sinc * Math.max(window, 0));
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= (float) sum;
        }
    }
}
