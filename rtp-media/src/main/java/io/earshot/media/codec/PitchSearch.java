package io.earshot.media.codec;

/**
 * Finds the period of voiced speech as the lag of greatest normalised autocorrelation, coarsely at every quarter
 * of a millisecond first, then sample by sample around the best (after ITU-T G.711 Appendix I). Immutable; allocates
 * nothing.
 */
final class PitchSearch {
    private static final int MIN_MILLIS = 5;
    private static final int MAX_MILLIS = 15;
    private static final int TEMPLATE_MILLIS = 20;
    private static final int COARSE_STEPS_PER_MILLI = 4;

    private final int shortest;
    private final int longest;
    private final int template;
    private final int stride;

    PitchSearch(int samplesPerMilli) {
        shortest = MIN_MILLIS * samplesPerMilli;
        longest = MAX_MILLIS * samplesPerMilli;
        template = TEMPLATE_MILLIS * samplesPerMilli;
        stride = samplesPerMilli / COARSE_STEPS_PER_MILLI;
    }

    /** The period in samples at the end of {@code audio}, 5 to 15 ms; {@code audio} holds at least 35 ms. */
    int period(short[] audio) {
        int coarse = best(audio, shortest, longest, stride);
        return best(audio, Math.max(shortest, coarse - stride + 1), Math.min(longest, coarse + stride - 1), 1);
    }

    private int best(short[] audio, int from, int to, int step) {
        int bestLag = from;
        float bestScore = 0;
        for (int lag = from; lag <= to; lag += step) {
            float score = score(audio, lag, step);
            if (score > bestScore) {
                bestScore = score;
                bestLag = lag;
            }
        }
        return bestLag;
    }

    private float score(short[] audio, int lag, int step) {
        float product = 0;
        float energy = 1;
        for (int i = audio.length - template; i < audio.length; i += step) {
            float earlier = audio[i - lag];
            product += audio[i] * earlier;
            energy += earlier * earlier;
        }
        return product <= 0 ? 0 : product / (float) Math.sqrt(energy);
    }
}
