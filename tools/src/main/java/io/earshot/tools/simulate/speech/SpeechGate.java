package io.earshot.tools.simulate.speech;

/**
 * Tells speech from silence by energy, in frames of 10 ms, against a noise floor that follows the line. Speech begins
 * with the third loud frame of five. Confined to its stream.
 */
final class SpeechGate {
    /** Loud frames of the last five that begin speech. */
    private static final int ONSET = 3;

    private static final double LEAST_DB = -57;
    private static final double ABOVE_NOISE_DB = 10;
    private static final double MOST_NOISE_DB = -25;
    private static final double RISE_DB = 0.03;

    /** The loudest noise that is believed, until something quieter was heard. */
    private double noiseDb = MOST_NOISE_DB;

    private int recent;
    private boolean loud;

    /** Takes one frame; returns whether speech is on after it, given whether it was on before. */
    boolean onFrame(short[] samples, int from, int count, boolean speaking) {
        double levelDb = levelDb(samples, from, count);
        double threshold = Math.max(LEAST_DB, noiseDb + ABOVE_NOISE_DB) - (speaking ? 3 : 0);
        loud = levelDb > threshold;
        recent = ((recent << 1) & 0b11111) | (loud ? 1 : 0);
        follow(levelDb, speaking);
        return speaking ? loud : Integer.bitCount(recent) >= ONSET;
    }

    /** Whether the last frame alone was loud. */
    boolean loud() {
        return loud;
    }

    /** Down at once, up slowly, and hardly at all while somebody speaks. */
    private void follow(double levelDb, boolean speaking) {
        if (levelDb < noiseDb) {
            noiseDb = Math.max(levelDb, -70);
        } else {
            noiseDb = Math.min(noiseDb + (speaking ? RISE_DB / 20 : RISE_DB), Math.min(levelDb, MOST_NOISE_DB));
        }
    }

    private static double levelDb(short[] samples, int from, int count) {
        long sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += samples[i] * samples[i];
        }
        return 10 * Math.log10(sum / (double) count / (32_768.0 * 32_768.0) + 1e-10);
    }
}
