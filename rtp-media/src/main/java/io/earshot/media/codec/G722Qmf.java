package io.earshot.media.codec;

/**
 * The 24-tap quadrature mirror filters of G.722 (ITU-T G.722, sections 3.1 and 4.4, table 11), computed over chunks so
 * that the delay line is moved once a chunk. One instance serves one direction. Confined to its owner's loop.
 */
final class G722Qmf {
    /** Most sample pairs of a chunk. */
    static final int CHUNK = 160;

    private static final int TAPS = 24;
    private static final int HISTORY = TAPS - 2;

    /** The even-numbered coefficients; the odd-numbered ones are the same in reverse. Unit: 2^-13. */
    private static final int[] EVEN = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};

    private final int[] line = new int[HISTORY + 2 * CHUNK];

    /** Splits {@code pairs} pairs of 16-bit samples into the two sub-bands, limited to 15 bits. */
    void split(short[] pcm, int from, int pairs, int[] low, int[] high) {
        for (int i = 0; i < 2 * pairs; i++) {
            line[HISTORY + i] = pcm[from + i];
        }
        for (int pair = 0; pair < pairs; pair++) {
            int even = even(2 * pair);
            int odd = odd(2 * pair + 1);
            low[pair] = Math.clamp((even + odd) >> 14, -16_384, 16_383);
            high[pair] = Math.clamp((odd - even) >> 14, -16_384, 16_383);
        }
        shift(pairs);
    }

    /** Joins {@code pairs} samples of each sub-band to as many pairs of 16-bit samples. */
    void join(int[] low, int[] high, int pairs, short[] pcm, int to) {
        for (int pair = 0; pair < pairs; pair++) {
            line[HISTORY + 2 * pair] = low[pair] + high[pair];
            line[HISTORY + 2 * pair + 1] = low[pair] - high[pair];
        }
        for (int pair = 0; pair < pairs; pair++) {
            pcm[to + 2 * pair] = (short) G722Predictor.saturate(odd(2 * pair + 1) >> 11);
            pcm[to + 2 * pair + 1] = (short) G722Predictor.saturate(even(2 * pair) >> 11);
        }
        shift(pairs);
    }

    private int even(int start) {
        int sum = 0;
        for (int tap = 0; tap < TAPS / 2; tap++) {
            sum += EVEN[tap] * line[start + 2 * tap];
        }
        return sum;
    }

    private int odd(int start) {
        int sum = 0;
        for (int tap = 0; tap < TAPS / 2; tap++) {
            sum += EVEN[TAPS / 2 - 1 - tap] * line[start + 2 * tap];
        }
        return sum;
    }

    private void shift(int pairs) {
        System.arraycopy(line, 2 * pairs, line, 0, HISTORY);
    }
}
