package io.earshot.media.codec;

/**
 * Fills holes in linear audio by repeating the last pitch periods of what came before, in the manner of ITU-T G.711
 * Appendix I: full level for 10 ms, then 20 % less each 10 ms, silent after 60 ms. Unlike the Appendix it delays nothing:
 * the step at the start of a hole is spread over a few samples instead of being blended into held-back audio. The end of
 * a hole is blended with the first good audio. Allocates nothing after construction. Confined to the call's loop.
 */
public final class Concealment {
    private static final int HISTORY_MILLIS = 50;
    private static final int FLAT_MILLIS = 10;
    private static final int FADE_MILLIS = 50;
    private static final int MAX_BLEND_MILLIS = 10;

    private final int samplesPerMilli;
    private final short[] history;
    private final short[] cycle;
    private final short[] blend;
    private final PitchSearch pitchSearch;
    private int cycleLength;
    private int position;
    private int blendLength;
    private int lost;
    private float gain;
    private float step;
    private float stepDecay;

    /** Conceals mono audio of {@code sampleRate} samples a second, 8,000 to 48,000. */
    public Concealment(int sampleRate) {
        samplesPerMilli = sampleRate / 1_000;
        history = new short[HISTORY_MILLIS * samplesPerMilli];
        cycle = new short[history.length];
        blend = new short[MAX_BLEND_MILLIS * samplesPerMilli];
        pitchSearch = new PitchSearch(samplesPerMilli);
    }

    /** Takes good audio. When it ends a hole, its first few milliseconds are changed to blend with what filled the hole. */
    public void accept(short[] pcm, int samples) {
        if (lost > 0 && samples > 0) {
            blendInto(pcm, Math.min(samples, blendLength));
            lost = 0;
        }
        remember(pcm, samples);
    }

    /**
     * Fills the next {@code samples} samples of a hole.
     *
     * @return {@code samples}
     */
    public int conceal(short[] pcm, int samples) {
        if (lost == 0) {
            begin();
        }
        generate(pcm, samples);
        remember(pcm, samples);
        blendLength = Math.min(blend.length, blendLength + samples * 4 / 10);
        return samples;
    }

    private void begin() {
        int pitch = pitchSearch.period(history);
        int periods = (FLAT_MILLIS * samplesPerMilli + pitch - 1) / pitch;
        cycleLength = pitch * periods;
        int start = history.length - cycleLength;
        System.arraycopy(history, start, cycle, 0, cycleLength);
        int overlap = pitch / 4;
        closeCycle(start, overlap);
        position = 0;
        blendLength = overlap;
        gain = 1;
        step = history[history.length - 1] - history[start - 1];
        stepDecay = step / overlap;
    }

    /** Bends the end of the cycle towards the sample that came before its start, so that it can be repeated. */
    private void closeCycle(int start, int overlap) {
        for (int i = 0; i < overlap; i++) {
            float weight = (i + 1f) / (overlap + 1);
            int at = cycleLength - overlap + i;
            cycle[at] = mix(cycle[at], history[start - overlap + i], weight);
        }
    }

    private void generate(short[] out, int samples) {
        int flat = FLAT_MILLIS * samplesPerMilli;
        float fade = 1f / (FADE_MILLIS * samplesPerMilli);
        for (int i = 0; i < samples; i++) {
            if (lost >= flat) {
                gain = Math.max(0, gain - fade);
            }
            float value = gain * (cycle[position] + step);
            out[i] = (short) Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
            step = Math.abs(step) <= Math.abs(stepDecay) ? 0 : step - stepDecay;
            position = position + 1 == cycleLength ? 0 : position + 1;
            lost = Math.min(lost + 1, flat);
        }
    }

    private void blendInto(short[] pcm, int samples) {
        generate(blend, samples);
        for (int i = 0; i < samples; i++) {
            pcm[i] = mix(blend[i], pcm[i], (i + 1f) / (samples + 1));
        }
    }

    private void remember(short[] pcm, int samples) {
        int kept = Math.max(0, history.length - samples);
        int added = history.length - kept;
        System.arraycopy(history, history.length - kept, history, 0, kept);
        System.arraycopy(pcm, samples - added, history, kept, added);
    }

    private static short mix(short from, short to, float weight) {
        return (short) (from + weight * (to - from));
    }
}
