package io.earshot.media.audio;

/** Designs the low-pass of a {@link Resampler}: a Kaiser-windowed sinc, split into one filter for each phase. */
final class PolyphaseFilter {
    /** Zero crossings of the sinc on each side, at the lower of the two rates. */
    private static final int CROSSINGS = 24;

    /** Shape of the window: 70 dB of stop-band attenuation. */
    private static final double BETA = 6.76;

    /** The cut-off (-6 dB), as a share of the lower band's edge. */
    private static final double CUT_OFF = 0.92;

    private PolyphaseFilter() {}

    /**
     * The filters of each phase, newest sample last; their length is a multiple of four and of {@code down}.
     *
     * @param up factor by which the rate grows, {@code down} by which it shrinks
     */
    static float[][] design(int up, int down) {
        double stretch = Math.max(1.0, (double) down / up);
        int taps = (int) Math.ceil(2 * CROSSINGS * stretch);
        float[][] phases = new float[up][];
        for (int phase = 0; phase < up; phase++) {
            phases[phase] = phase(phase / (double) up, taps, stretch);
        }
        return phases;
    }

    /** One phase: the value of the signal {@code fraction} of an input sample after the first middle tap. */
    private static float[] phase(double fraction, int taps, double stretch) {
        double[] ideal = new double[taps];
        double sum = 0;
        for (int tap = 0; tap < taps; tap++) {
            double distance = tap - (taps / 2 - 1) - fraction;
            ideal[tap] = sinc(distance * CUT_OFF / stretch) * window(distance / ((taps + 1) / 2.0));
            sum += ideal[tap];
        }
        return normalized(ideal, sum);
    }

    /** Scales to unity gain at 0 Hz. */
    private static float[] normalized(double[] ideal, double sum) {
        float[] coefficients = new float[ideal.length];
        for (int tap = 0; tap < ideal.length; tap++) {
            coefficients[tap] = (float) (ideal[tap] / sum);
        }
        return coefficients;
    }

    private static double sinc(double x) {
        double angle = Math.PI * x;
        return Math.abs(angle) < 1e-9 ? 1 : Math.sin(angle) / angle;
    }

    private static double window(double x) {
        return Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA);
    }

    /** Modified Bessel function of the first kind, order 0. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-12; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
