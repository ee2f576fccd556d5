package io.earshot.tools.simulate.speech;

import java.util.Arrays;

/**
 * How well one phrase explains what was heard since the speech began: dynamic time warping, one step a shape, in a band
 * around the diagonal. Each heard shape counts once, so costs of phrases of different lengths can be compared. Confined to
 * its stream.
 */
final class Alignment {
    private static final float IMPOSSIBLE = 1e9f;
    /** Price of standing still in the phrase or of leaving one of its shapes out. */
    private static final float WARP = 0.3f;
    /** The first heard shape may fit one of the phrase's first shapes. */
    private static final int FREE_START = 7;

    private final Phrase phrase;
    private float[] costs;
    private float[] next;
    private int heard;
    private int place;

    Alignment(Phrase phrase) {
        this.phrase = phrase;
        costs = new float[phrase.frames()];
        next = new float[phrase.frames()];
    }

    Phrase phrase() {
        return phrase;
    }

    void restart() {
        heard = 0;
        place = 0;
    }

    /** Takes the next heard shape. */
    void onShape(float[] shape) {
        int slack = 8 + heard / 12;
        int from = Math.max(0, heard - slack);
        int to = Math.min(phrase.frames(), heard + slack + 1);
        Arrays.fill(next, IMPOSSIBLE);
        float best = IMPOSSIBLE;
        for (int i = Math.min(from, phrase.frames() - 1); i < to; i++) {
            float before = heard == 0 ? start(i) : cheapest(i);
            next[i] = Math.min(before + distance(shape, i), IMPOSSIBLE);
            if (next[i] < best) {
                best = next[i];
                place = i;
            }
        }
        float[] spent = costs;
        costs = next;
        next = spent;
        heard++;
    }

    /** Mean distance of the heard shapes from the phrase on the best path. */
    float score() {
        return heard == 0 ? IMPOSSIBLE : costs[place] / heard;
    }

    /** How far into the phrase the best path is, in milliseconds. */
    int placeMs() {
        return (place + 1) * 20;
    }

    private static float start(int i) {
        return i < FREE_START ? 0.02f * i : IMPOSSIBLE;
    }

    private float cheapest(int i) {
        float cheapest = costs[i] + WARP;
        if (i > 0) {
            cheapest = Math.min(cheapest, costs[i - 1]);
        }
        return i > 1 ? Math.min(cheapest, costs[i - 2] + WARP) : cheapest;
    }

    private float distance(float[] shape, int frame) {
        float[] shapes = phrase.shapes();
        int at = frame * Spectrum.BANDS;
        float sum = 0;
        for (int band = 0; band < Spectrum.BANDS; band++) {
            sum += Math.abs(shape[band] - shapes[at + band]);
        }
        return sum / Spectrum.BANDS;
    }
}
