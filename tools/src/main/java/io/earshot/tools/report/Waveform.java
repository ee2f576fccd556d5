package io.earshot.tools.report;

import java.util.Locale;

/** The shape of a recording: the least and greatest sample of each of a number of equal pieces. Immutable. */
final class Waveform {
    private static final int FULL_SCALE = 32_768;
    private final int[] least;
    private final int[] greatest;

    /** The shape of {@code samples} in {@code pieces} pieces. */
    Waveform(short[] samples, int pieces) {
        int count = Math.clamp(pieces, 1, Math.max(1, samples.length));
        least = new int[count];
        greatest = new int[count];
        for (int i = 0; i < samples.length; i++) {
            int piece = (int) ((long) i * count / samples.length);
            least[piece] = Math.min(least[piece], samples[i]);
            greatest[piece] = Math.max(greatest[piece], samples[i]);
        }
    }

    /** An SVG path around the shape: one unit a piece from left to right, silence at 0, full scale at -1 and 1. */
    String path() {
        double gain = gain();
        StringBuilder path = new StringBuilder("M0 0");
        for (int i = 0; i < greatest.length; i++) {
            path.append(String.format(Locale.ROOT, "L%d %.3f", i, -greatest[i] * gain));
        }
        for (int i = least.length - 1; i >= 0; i--) {
            path.append(String.format(Locale.ROOT, "L%d %.3f", i, -least[i] * gain));
        }
        return path.append('Z').toString();
    }

    /** Number of pieces: the width of the path. */
    int width() {
        return greatest.length;
    }

    /** Quiet recordings are shown larger, up to eight times. */
    private double gain() {
        int peak = 1;
        for (int i = 0; i < greatest.length; i++) {
            peak = Math.max(peak, Math.max(greatest[i], -least[i]));
        }
        return Math.min(8.0 / FULL_SCALE, 0.96 / peak);
    }
}
