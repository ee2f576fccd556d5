package io.earshot.media.codec;

/** Logarithmic to linear scale factors of G.722 (method 1 of SCALEL and SCALEH, table ILB). Immutable. */
final class G722Scale {
    /** 2048 times 2^(i/32). */
    private static final int[] ANTILOG = {
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834, 2896, 2960,
        3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008
    };

    private G722Scale() {}

    /**
     * The quantiser's step.
     *
     * @param logScale the log scale factor (NBL or NBH)
     * @param offset 8 for the lower, 10 for the higher sub-band
     */
    static int linear(int logScale, int offset) {
        int mantissa = ANTILOG[(logScale >> 6) & 31];
        int shift = offset - (logScale >> 11);
        return (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
    }
}
