package io.earshot.tools.simulate.speech;

/**
 * The shape of a stretch of 8 kHz audio: the logarithms of the energies in mel-like bands from 150 to 3500 Hz, minus
 * their mean, so that loudness does not count; all zero where there is hardly any sound. Confined to its stream.
 */
final class Spectrum {
    /** Samples looked at: 32 ms. */
    static final int WINDOW = 256;
    /** Samples from one look to the next: 20 ms. */
    static final int HOP = 160;
    /** Numbers of a shape. */
    static final int BANDS = 14;

    private static final float QUIET = 12f;
    private static final float[] HANN = new float[WINDOW];
    private static final float[] COS = new float[WINDOW / 2];
    private static final float[] SIN = new float[WINDOW / 2];
    private static final int[] EDGES = new int[BANDS + 1];

    static {
        for (int i = 0; i < WINDOW; i++) {
            HANN[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / WINDOW));
        }
        for (int i = 0; i < WINDOW / 2; i++) {
            COS[i] = (float) Math.cos(2 * Math.PI * i / WINDOW);
            SIN[i] = (float) Math.sin(2 * Math.PI * i / WINDOW);
        }
        double low = mel(150);
        double high = mel(3500);
        for (int band = 0; band <= BANDS; band++) {
            double hertz = 700 * (Math.exp((low + (high - low) * band / BANDS) / 1127) - 1);
            EDGES[band] = (int) Math.round(hertz * WINDOW / 8000);
        }
    }

    private final float[] real = new float[WINDOW];
    private final float[] imaginary = new float[WINDOW];

    /** Writes the shape of the {@link #WINDOW} samples from {@code from} on to {@code shape} at {@code at}. */
    void shape(short[] samples, int from, float[] shape, int at) {
        for (int i = 0; i < WINDOW; i++) {
            int target = Integer.reverse(i) >>> 24;
            real[target] = samples[from + i] * HANN[i];
            imaginary[target] = 0;
        }
        transform();
        float mean = 0;
        for (int band = 0; band < BANDS; band++) {
            float energy = 0;
            for (int bin = EDGES[band]; bin < EDGES[band + 1]; bin++) {
                energy += real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
            }
            float amplitude = (float) Math.sqrt(energy / (EDGES[band + 1] - EDGES[band])) / WINDOW;
            shape[at + band] = (float) Math.log(amplitude + QUIET);
            mean += shape[at + band] / BANDS;
        }
        for (int band = 0; band < BANDS; band++) {
            shape[at + band] -= mean;
        }
    }

    /** Decimation-in-time FFT of the bit-reversed input. */
    private void transform() {
        for (int size = 2; size <= WINDOW; size <<= 1) {
            int half = size >> 1;
            int step = WINDOW / size;
            for (int start = 0; start < WINDOW; start += size) {
                for (int k = 0; k < half; k++) {
                    butterfly(start + k, start + k + half, k * step);
                }
            }
        }
    }

    private void butterfly(int upper, int lower, int twiddle) {
        float r = real[lower] * COS[twiddle] + imaginary[lower] * SIN[twiddle];
        float i = imaginary[lower] * COS[twiddle] - real[lower] * SIN[twiddle];
        real[lower] = real[upper] - r;
        imaginary[lower] = imaginary[upper] - i;
        real[upper] += r;
        imaginary[upper] += i;
    }

    private static double mel(double hertz) {
        return 1127 * Math.log(1 + hertz / 700);
    }
}
