package io.earshot.media.codec;

import java.util.Arrays;

/**
 * The 24-tap quadrature mirror filters of G.722 (ITU-T G.722, sections 3.1 and 4.4, table 11). Works on chunks, tap by
 * tap over all pairs, which the compiler turns into vector code; 16-bit lines and 32-bit sums keep it sure that they do
 * not overlap. One instance serves one direction. Confined to its owner's loop.
 */
final class G722Qmf {
    /** Most sample pairs of a chunk. */
    static final int CHUNK = 160;

    private static final int TAPS = 12;
    private static final int HISTORY = TAPS - 1;

    /** The even-numbered coefficients; the odd-numbered ones are the same in reverse. Unit: 2^-13. */
    private static final int[] EVEN = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};

    private static final int[] ODD = {-11, 53, -156, 362, -805, 3876, 951, -210, 32, 12, -11, 3};

    private final short[] evenLine = new short[HISTORY + CHUNK];
    private final short[] oddLine = new short[HISTORY + CHUNK];
    private final int[] evenSums = new int[CHUNK];
    private final int[] oddSums = new int[CHUNK];

    /** Splits {@code pairs} pairs of 16-bit samples into the two sub-bands, limited to 15 bits. */
    void split(short[] pcm, int from, int pairs, int[] low, int[] high) {
        for (int i = 0; i < pairs; i++) {
            evenLine[HISTORY + i] = pcm[from + 2 * i];
            oddLine[HISTORY + i] = pcm[from + 2 * i + 1];
        }
        filter(pairs);
        for (int i = 0; i < pairs; i++) {
            low[i] = limit((evenSums[i] + oddSums[i]) >> 14);
            high[i] = limit((oddSums[i] - evenSums[i]) >> 14);
        }
    }

    /** Joins {@code pairs} samples of each sub-band, 15 bits each, to as many pairs of 16-bit samples. */
    void join(int[] low, int[] high, int pairs, short[] pcm, int to) {
        for (int i = 0; i < pairs; i++) {
            evenLine[HISTORY + i] = (short) (low[i] + high[i]);
            oddLine[HISTORY + i] = (short) (low[i] - high[i]);
        }
        filter(pairs);
        for (int i = 0; i < pairs; i++) {
            pcm[to + 2 * i] = (short) G722Predictor.saturate(oddSums[i] >> 11);
            pcm[to + 2 * i + 1] = (short) G722Predictor.saturate(evenSums[i] >> 11);
        }
    }

    private void filter(int pairs) {
        filter(evenLine, EVEN, evenSums, pairs);
        filter(oddLine, ODD, oddSums, pairs);
    }

    private static void filter(short[] line, int[] coefficients, int[] sums, int pairs) {
        Arrays.fill(sums, 0, pairs, 0);
        for (int tap = 0; tap < TAPS; tap += 4) {
            int c0 = coefficients[tap];
            int c1 = coefficients[tap + 1];
            int c2 = coefficients[tap + 2];
            int c3 = coefficients[tap + 3];
            for (int i = 0; i < pairs; i++) {
                sums[i] +=
                        c0 * line[i + tap] + c1 * line[i + tap + 1] + c2 * line[i + tap + 2] + c3 * line[i + tap + 3];
            }
        }
        System.arraycopy(line, pairs, line, 0, HISTORY);
    }

    private static int limit(int value) {
        return Math.max(-16_384, Math.min(value, 16_383));
    }
}
