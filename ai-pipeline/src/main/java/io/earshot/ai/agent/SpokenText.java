package io.earshot.ai.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of one speech and when its words sound, to tell how much of it was heard. With word times from the voice
 * the answer is exact to a word; without, it is by proportion of the audio. Confined to the call's loop.
 */
final class SpokenText {
    /** Speaking rate assumed while the length of the audio is not known: 15 characters a second. */
    private static final double MS_PER_CHAR = 1_000 / 15.0;

    private final StringBuilder text = new StringBuilder();
    private final List<Integer> startMs = new ArrayList<>();

    /** Adds a sentence that was given to the voice. */
    void add(String sentence) {
        text.append(sentence);
    }

    /** Adds the times of the next words, in milliseconds from the start of the speech. */
    void words(List<Integer> starts) {
        startMs.addAll(starts);
    }

    /** Everything given to the voice. */
    String all() {
        return text.toString().strip();
    }

    boolean isEmpty() {
        return text.toString().isBlank();
    }

    /**
     * The words heard after {@code heardMs} of audio.
     *
     * @param audioMs length of the whole audio where it is known, else 0
     */
    String heard(int heardMs, int audioMs) {
        if (heardMs <= 0) {
            return "";
        }
        if (audioMs > 0 && heardMs >= audioMs) {
            return all();
        }
        return startMs.isEmpty() ? byProportion(heardMs, audioMs) : byWords(heardMs);
    }

    /** A word counts as heard once half of it was. */
    private String byWords(int heardMs) {
        int words = 0;
        for (int i = 0; i < startMs.size(); i++) {
            int next = i + 1 < startMs.size() ? startMs.get(i + 1) : startMs.get(i) + 300;
            if ((startMs.get(i) + next) / 2 > heardMs) {
                break;
            }
            words++;
        }
        return firstWords(words);
    }

    private String firstWords(int words) {
        String all = all();
        int end = 0;
        for (int n = 0; n < words && end < all.length(); n++) {
            end = wordEnd(all, end);
        }
        return all.substring(0, end).strip();
    }

    private static int wordEnd(String all, int from) {
        int i = from;
        while (i < all.length() && Character.isWhitespace(all.charAt(i))) {
            i++;
        }
        while (i < all.length() && !Character.isWhitespace(all.charAt(i))) {
            i++;
        }
        return i;
    }

    private String byProportion(int heardMs, int audioMs) {
        String all = all();
        double share = audioMs > 0 ? (double) heardMs / audioMs : heardMs / (all.length() * MS_PER_CHAR);
        int end = (int) Math.min(all.length(), Math.round(all.length() * share));
        if (end == all.length()) {
            return all;
        }
        int space = all.lastIndexOf(' ', end);
        return space < 0 ? "" : all.substring(0, space);
    }
}
