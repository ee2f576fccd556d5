package io.earshot.media.codec;

/**
 * The adaptive predictor of one sub-band: two poles and six zeros, adapted after each sample in fixed-point arithmetic
 * (ITU-T G.722, section 3.6 and the blocks RECONS to PREDIC of section 6.2.1.4). Confined to its owner's loop.
 */
final class G722Predictor {
    private static final int ZEROS = 6;

    private final int[] zeros = new int[ZEROS];

    /** The last six differences, newest first, each doubled and saturated: only the sign and the double are needed. */
    private final int[] doubled = new int[ZEROS];

    private int pole1;
    private int pole2;
    private int partial1;
    private int partial2;
    private int reconstructed1;
    private int zeroEstimate;
    private int estimate;

    /** The signal expected next (SL or SH). */
    int estimate() {
        return estimate;
    }

    /** Takes the quantised difference between the true sample and the estimate, and predicts the next one. */
    void update(int difference) {
        int reconstructed = saturate(estimate + difference);
        int partial = saturate(zeroEstimate + difference);
        adaptPoles(partial);
        zeroEstimate = saturate(zeroSection(difference));
        estimate = saturate(poleSection(reconstructed) + zeroEstimate);
        reconstructed1 = reconstructed;
        partial2 = partial1;
        partial1 = partial;
    }

    static int saturate(int value) {
        return Math.max(Short.MIN_VALUE, Math.min(value, Short.MAX_VALUE));
    }

    /** Blocks UPPOL2 and UPPOL1: sign-sign adaptation, leakage, and the limits that keep the filter stable. */
    private void adaptPoles(int partial) {
        boolean sameAsLast = (partial ^ partial1) >= 0;
        boolean sameAsOneBefore = (partial ^ partial2) >= 0;
        int scaled = saturate(pole1 << 2);
        int step = Math.min(sameAsLast ? -scaled : scaled, Short.MAX_VALUE) >> 7;
        int second = step + (sameAsOneBefore ? 128 : -128) + ((pole2 * 32_512) >> 15);
        int first = (sameAsLast ? 192 : -192) + ((pole1 * 32_640) >> 15);
        pole2 = Math.max(-12_288, Math.min(second, 12_288));
        int limit = 15_360 - pole2;
        pole1 = Math.max(-limit, Math.min(first, limit));
    }

    /** Blocks UPZERO, DELAYA and FILTEZ in one pass; with leakage of 1/256 a coefficient stays within 16 bits by itself. */
    private int zeroSection(int difference) {
        int step = difference == 0 ? 0 : 128;
        int incoming = saturate(2 * difference);
        int sum = 0;
        for (int i = 0; i < ZEROS; i++) {
            int before = doubled[i];
            int opposite = (difference ^ before) >> 31;
            int zero = ((step ^ opposite) - opposite) + ((zeros[i] * 32_640) >> 15);
            zeros[i] = zero;
            doubled[i] = incoming;
            sum += (zero * incoming) >> 15;
            incoming = before;
        }
        return sum;
    }

    /** Block FILTEP. */
    private int poleSection(int reconstructed) {
        int first = (pole1 * saturate(2 * reconstructed)) >> 15;
        int second = (pole2 * saturate(2 * reconstructed1)) >> 15;
        return saturate(first + second);
    }
}
