package io.earshot.tools.simulate.speech;

import java.util.Locale;

/**
 * A recognised word with its place in the stream. Immutable.
 *
 * @param text with capitals and punctuation, as written in the transcript
 * @param startMs audio time at which it begins
 * @param endMs audio time at which it ends
 * @param confidence 0 to 1
 */
public record HeardWord(String text, long startMs, long endMs, double confidence) {
    /** The word alone: lower case, no punctuation. */
    public String bare() {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}' ]", "");
    }
}
