package io.earshot.tools.simulate.speech;

import java.util.List;

/**
 * A phrase the recogniser knows. Immutable (its shapes are never handed out).
 *
 * @param id the recording's name without its ending
 * @param text as a recogniser writes it
 * @param words its words in order, with their places in the recording
 * @param shapes {@link Spectrum} shapes, one every 20 ms, one after the other
 */
@SuppressWarnings("ArrayRecordComponent") // read-only, and never compared
record Phrase(String id, String text, List<Word> words, float[] shapes) {
    /** A word and where it is in the recording, in milliseconds. */
    record Word(String text, int startMs, int endMs) {}

    /** Number of shapes. */
    int frames() {
        return shapes.length / Spectrum.BANDS;
    }

    /** Where the last word ends, in milliseconds. */
    int endMs() {
        return words.get(words.size() - 1).endMs();
    }
}
