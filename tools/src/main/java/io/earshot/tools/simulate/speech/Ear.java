package io.earshot.tools.simulate.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * Listens to one stream of 8 kHz audio in frames of 10 ms: whether somebody speaks, for how long it has been silent, and
 * what was said. All times are audio time from the stream's first sample. Confined to its stream.
 */
public final class Ear {
    /** Samples of a frame. */
    public static final int FRAME = 80;

    /** What an unknown phrase is reported as by default; the number is its length in seconds. */
    public static final String UNKNOWN = "[unrecognised speech %.1f s]";

    private static final int FRAME_MS = 10;
    private static final int HISTORY = 16 * FRAME;
    /** How much of what was heard before speech was certain belongs to it. */
    private static final int LEAD_MS = 60;
    /** Silence within a phrase is listened to for as long as this. */
    private static final int CLOSURE_MS = 120;
    /** Within a known phrase silence is listened to for longer, because its end may be weak. */
    private static final int WEAK_END_MS = 240;
    /** A phrase interrupted for longer is over. */
    private static final int LOST_MS = 800;

    private static final int LONGEST_MS = 15_000;

    private final SpeechGate gate = new SpeechGate();
    private final Spectrum spectrum = new Spectrum();
    private final float[] shape = new float[Spectrum.BANDS];
    /** The last {@link #HISTORY} samples, the newest at the end. */
    private final short[] history = new short[HISTORY];

    private final Utterance utterance;
    private final List<HeardWord> earlier = new ArrayList<>();
    private boolean inUtterance;
    private boolean speaking;
    private long audioMs;
    private long lastLoudMs;
    private long utteranceMs;
    private long onsetMs;
    private int sinceShape;

    /** {@code unknown} is what unknown speech is reported as, a format taking its seconds; empty: not reported. */
    public Ear(PhraseBank bank, String unknown) {
        utterance = new Utterance(bank, unknown);
    }

    /** Takes the {@link #FRAME} samples of {@code samples} from {@code from} on. */
    public void onFrame(short[] samples, int from) {
        System.arraycopy(history, FRAME, history, 0, HISTORY - FRAME);
        System.arraycopy(samples, from, history, HISTORY - FRAME, FRAME);
        audioMs += FRAME_MS;
        boolean before = speaking && silenceMs() < CLOSURE_MS;
        boolean loud = gate.onFrame(samples, from, FRAME, before);
        if (loud) {
            onLoud(before);
        }
        speaking = loud || before;
        if (inUtterance && silenceMs() < (utterance.inPhrase() ? WEAK_END_MS : CLOSURE_MS)) {
            listen();
        }
    }

    /** Audio heard so far, in milliseconds. */
    public long audioMs() {
        return audioMs;
    }

    /** Whether somebody speaks; pauses of up to 120 ms within words are speech. */
    public boolean speaking() {
        return speaking;
    }

    /** Time since the last loud frame, in milliseconds; the whole stream when there was none. */
    public long silenceMs() {
        return audioMs - lastLoudMs;
    }

    /** When the speech that is on, or was last on, began. */
    public long onsetMs() {
        return onsetMs;
    }

    /** The words since the last {@link #take}. */
    public List<HeardWord> words() {
        List<HeardWord> words = new ArrayList<>(earlier);
        if (inUtterance) {
            words.addAll(utterance.words());
        }
        return words;
    }

    /** Whether there are words since the last {@link #take}. */
    public boolean hasWords() {
        return !earlier.isEmpty() || (inUtterance && !utterance.words().isEmpty());
    }

    /** The words since the last call of this method; they are not given again. */
    public List<HeardWord> take() {
        List<HeardWord> words = words();
        earlier.clear();
        if (inUtterance) {
            utterance.take();
        }
        return words;
    }

    /** How sure one can be that the speaker has finished, by what was said: a phrase to its end, or cut, or unknown. */
    public Ending ending() {
        if (!inUtterance || utterance.complete()) {
            return Ending.COMPLETE;
        }
        return utterance.inPhrase() ? Ending.MIDDLE : Ending.UNKNOWN;
    }

    /** What the words so far say about the end of the turn. */
    public enum Ending {
        COMPLETE,
        MIDDLE,
        UNKNOWN
    }

    private void onLoud(boolean before) {
        boolean stale = inUtterance && stale();
        if (stale) {
            earlier.addAll(utterance.words());
        }
        if (!before) {
            onsetMs = audioMs - 3 * FRAME_MS;
        }
        if (!inUtterance || stale) {
            begin();
        }
        lastLoudMs = audioMs;
        utterance.onLoud(audioMs);
    }

    private boolean stale() {
        boolean over = utterance.complete() && silenceMs() >= CLOSURE_MS;
        boolean unknownOver = !utterance.inPhrase() && silenceMs() >= 400;
        return over || unknownOver || silenceMs() >= LOST_MS || audioMs - utteranceMs > LONGEST_MS;
    }

    /** Starts an utterance with what was heard just before. */
    private void begin() {
        inUtterance = true;
        utteranceMs = Math.max(0, audioMs - LEAD_MS);
        utterance.restart(utteranceMs);
        for (int ms = LEAD_MS - 20; ms > 0; ms -= 20) {
            shapeAt(HISTORY - ms * 8 - Spectrum.WINDOW);
        }
        sinceShape = 1; // the next shape ends with the present frame
    }

    private void listen() {
        sinceShape++;
        if (sinceShape == 2) {
            sinceShape = 0;
            shapeAt(HISTORY - Spectrum.WINDOW);
        }
    }

    private void shapeAt(int from) {
        spectrum.shape(history, from, shape, 0);
        utterance.onShape(shape, audioMs);
    }
}
