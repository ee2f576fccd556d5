package io.earshot.media.codec;

/**
 * The higher sub-band (4 to 8 kHz) of G.722: a 2-bit adaptive quantiser (ITU-T G.722, sections 3.2 to 3.5). One instance
 * codes or decodes one direction. Confined to its owner's loop.
 */
final class G722HighBand {
    /** Output values for each 2-bit code (table 16, QM2). */
    private static final int[] OUTPUT = {-7408, -1616, 7408, 1616};

    /** Log scale factor multipliers for each code (WH through RH2). */
    private static final int[] SCALE_STEP = {798, -214, 798, -214};

    private static final int MAX_LOG_SCALE = 22_528;
    private static final int LEVEL = 564;

    private final G722Predictor predictor = new G722Predictor();
    private int logScale;
    private int scale = 8;

    /** Codes one sub-band sample (XH, -16384 to 16383) in 2 bits. */
    int encode(int sample) {
        int error = G722Predictor.saturate(sample - predictor.estimate());
        int magnitude = error >= 0 ? error : ~error;
        boolean large = magnitude >= ((LEVEL * scale) >> 12);
        int code = (error >= 0 ? 2 : 0) + (large ? 0 : 1);
        adapt(code);
        return code;
    }

    /** The sub-band sample (RH, -16384 to 16383) of a 2-bit code. */
    int decode(int code) {
        int sample = predictor.estimate() + ((scale * OUTPUT[code]) >> 15);
        adapt(code);
        return Math.max(-16_384, Math.min(sample, 16_383));
    }

    /** Blocks INVQAH, LOGSCH and SCALEH, then the predictor. */
    private void adapt(int code) {
        int difference = (scale * OUTPUT[code]) >> 15;
        logScale = Math.max(0, Math.min(((logScale * 127) >> 7) + SCALE_STEP[code], MAX_LOG_SCALE));
        scale = G722Scale.linear(logScale, 10);
        predictor.update(difference);
    }
}
