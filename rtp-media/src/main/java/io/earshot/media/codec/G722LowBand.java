package io.earshot.media.codec;

/**
 * The lower sub-band (0 to 4 kHz) of G.722: a 6-bit quantiser whose 4 upper bits drive the adaptation
 * (ITU-T G.722, sections 3.2 to 3.5). One instance codes or decodes one direction. Confined to its owner's loop.
 */
final class G722LowBand {
    /** Decision levels of the 60-level quantiser (table 14, Q6), two more to make the search even. */
    private static final int[] LEVELS = {
        35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219, 1339,
        1458, 1612, 1765, 1980, 2195, 2557, 2919, 2919, 2919
    };

    private static final int TOP_LEVEL = 29;

    /** Output values for each 6-bit code (table 16, QM6); the first four codes are never sent by an encoder. */
    private static final int[] OUTPUT = {
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576,
        -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040,
        -728, 24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136
    };

    /** Output values for each 4-bit code (table 16, QM4), used for adaptation. */
    private static final int[] ADAPTATION_OUTPUT = {
        0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0
    };

    /** Log scale factor multipliers for each 4-bit code (WL through RL42). */
    private static final int[] SCALE_STEP = {
        -60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60
    };

    private static final int MAX_LOG_SCALE = 18_432;

    private final G722Predictor predictor = new G722Predictor();
    private int logScale;
    private int scale = 32;

    /** Codes one sub-band sample (XL, -16384 to 16383) in 6 bits. */
    int encode(int sample) {
        int code = quantise(G722Predictor.saturate(sample - predictor.estimate()));
        adapt(code);
        return code;
    }

    /** The sub-band sample (RL, -16384 to 16383) of a 6-bit code. */
    int decode(int code) {
        int sample = predictor.estimate() + ((scale * OUTPUT[code]) >> 15);
        adapt(code);
        return Math.max(-16_384, Math.min(sample, 16_383));
    }

    /** Block QUANTL. */
    private int quantise(int error) {
        int level = Math.min(level(error >= 0 ? error : ~error), TOP_LEVEL);
        if (error >= 0) {
            return 61 - level;
        }
        return level < 2 ? 63 - level : 33 - level;
    }

    /** How many decision levels {@code magnitude} reaches, by bisection without branches. */
    private int level(int magnitude) {
        int level = 0;
        for (int step = 16; step > 0; step >>= 1) {
            int below = (magnitude - ((LEVELS[level + step - 1] * scale) >> 12)) >> 31;
            level += step & ~below;
        }
        return level;
    }

    /** Blocks INVQAL, LOGSCL and SCALEL, then the predictor. */
    private void adapt(int code) {
        int coarse = code >> 2;
        int difference = (scale * ADAPTATION_OUTPUT[coarse]) >> 15;
        logScale = Math.max(0, Math.min(((logScale * 127) >> 7) + SCALE_STEP[coarse], MAX_LOG_SCALE));
        scale = G722Scale.linear(logScale, 8);
        predictor.update(difference);
    }
}
