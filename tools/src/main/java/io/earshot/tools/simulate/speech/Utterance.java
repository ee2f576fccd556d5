package io.earshot.tools.simulate.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One stretch of speech and what it is taken for: one of the known phrases as far as it was heard, or unrecognised
 * speech. Confined to its stream.
 */
final class Utterance {
    /** Mean distance from a phrase up to which speech is taken for it. */
    private static final float ALIKE = 0.36f;
    /** Shapes needed before a guess: 240 ms. */
    private static final int LEAST_SHAPES = 12;
    /** Shorter unrecognised sounds are no speech. */
    private static final int LEAST_UNKNOWN_MS = 300;
    /** A word counts once its end is nearer than this. */
    private static final int WORD_SLACK_MS = 50;
    /** The last word may end in a sound too weak for the gate, as in "cost". */
    private static final int LAST_WORD_SLACK_MS = 150;

    private final List<Alignment> alignments;
    private final String unknown;
    private final List<HeardWord> words = new ArrayList<>();
    private @Nullable Phrase guess;
    private long startMs;
    private long lastLoudMs;
    private int shapes;
    private int taken;

    Utterance(PhraseBank bank, String unknown) {
        this.alignments = bank.phrases().stream().map(Alignment::new).toList();
        this.unknown = unknown;
    }

    void restart(long atMs) {
        alignments.forEach(Alignment::restart);
        words.clear();
        guess = null;
        startMs = atMs;
        lastLoudMs = atMs;
        shapes = 0;
        taken = 0;
    }

    void onLoud(long atMs) {
        lastLoudMs = atMs;
    }

    void onShape(float[] shape, long nowMs) {
        shapes++;
        Alignment best = alignments.get(0);
        for (Alignment alignment : alignments) {
            alignment.onShape(shape);
            if (alignment.score() < best.score()) {
                best = alignment;
            }
        }
        if (shapes >= LEAST_SHAPES) {
            guess(best.score() <= ALIKE ? best : null, nowMs);
        }
    }

    /** Words so far that were not taken yet. */
    List<HeardWord> words() {
        if (guess != null) {
            return words.subList(Math.min(taken, words.size()), words.size());
        }
        return taken > 0 || lastLoudMs - startMs < LEAST_UNKNOWN_MS || unknown.isEmpty()
                ? List.of()
                : List.of(unknownWord());
    }

    /** The words so far will not be given again. */
    void take() {
        taken = guess == null && !words().isEmpty() ? 1 : Math.max(taken, words.size());
    }

    /** Whether a known phrase was heard to its end. */
    boolean complete() {
        return guess != null && words.size() == guess.words().size();
    }

    /** Whether a known phrase is being spoken and not at its end. */
    boolean inPhrase() {
        return guess != null && !complete();
    }

    /** Score of the best phrase; for tests. */
    float score() {
        return (float) alignments.stream().mapToDouble(Alignment::score).min().orElse(9);
    }

    private void guess(@Nullable Alignment best, long nowMs) {
        Phrase phrase = best == null ? null : best.phrase();
        if (!Objects.equals(phrase, guess)) {
            words.clear();
            guess = phrase;
        }
        if (best == null || phrase == null) {
            return;
        }
        while (words.size() < phrase.words().size() && heardToItsEnd(phrase, best.placeMs())) {
            words.add(heard(phrase.words().get(words.size()), nowMs - best.placeMs(), best.score()));
        }
    }

    private boolean heardToItsEnd(Phrase phrase, int placeMs) {
        boolean last = words.size() == phrase.words().size() - 1;
        int slack = last ? LAST_WORD_SLACK_MS : WORD_SLACK_MS;
        return phrase.words().get(words.size()).endMs() <= placeMs + slack;
    }

    private static HeardWord heard(Phrase.Word word, long shiftMs, float score) {
        double confidence = Math.clamp(1 - score / 2, 0.5, 0.999);
        long start = Math.max(0, word.startMs() + shiftMs);
        return new HeardWord(word.text(), start, Math.max(start + 1, word.endMs() + shiftMs), confidence);
    }

    private HeardWord unknownWord() {
        String text = String.format(Locale.ROOT, unknown, (lastLoudMs - startMs) / 1000.0);
        return new HeardWord(text, startMs, Math.max(lastLoudMs, startMs + 1), 0.3);
    }
}
