package io.earshot.ai.agent;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of tokens into sentences for the voice, each with its trailing space. A sentence ends at a full stop,
 * question or exclamation mark or line break that is followed by white space; not after abbreviations, initials and
 * numbers, and not before the minimum length. The first piece may also end at a comma or colon, so that the voice
 * starts early. Confined to the call's loop.
 */
final class SentenceSplitter {
    /** The first piece is given as early as its prosody allows; later ones are longer for a better melody. */
    private static final int MIN_FIRST = 6;

    private static final int MIN_CLAUSE = 24;
    private static final int MIN_LATER = 20;
    /** Without any mark, a piece is cut at a space here. */
    private static final int MAX_LENGTH = 240;

    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "vs", "etc", "e.g", "i.e", "approx", "dept", "inc",
            "ltd", "co", "corp", "u.s", "u.k", "a.m", "p.m", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
            "sept", "oct", "nov", "dec", "z.b", "d.h", "bzw", "usw", "nr", "str", "ca");

    private final StringBuilder pending = new StringBuilder(256);
    private int scanned;
    private boolean first = true;

    /** Adds text from the model. */
    void add(String token) {
        pending.append(token);
    }

    /** The next complete sentence, or null while there is none. */
    @Nullable
    String next() {
        for (; scanned < pending.length() - 1; scanned++) {
            if (endsAt(scanned)) {
                return cut(scanned + 1);
            }
        }
        return pending.length() > MAX_LENGTH ? cutAtSpace() : null;
    }

    /** What is left at the end of the model's text, or null when nothing is. */
    @Nullable
    String rest() {
        String rest = pending.toString().strip();
        pending.setLength(0);
        scanned = 0;
        return rest.isEmpty() ? null : rest;
    }

    private boolean endsAt(int i) {
        char mark = pending.charAt(i);
        if (mark == '\n') {
            return length(i) > 0;
        }
        if (!Character.isWhitespace(pending.charAt(i + 1))) {
            return false;
        }
        return switch (mark) {
            case '.' -> longEnough(i) && !abbreviated(i);
            case '!', '?', '…' -> longEnough(i);
            case ',', ';', ':', '–', '—' -> first && length(i) >= MIN_CLAUSE;
            case '"', '”', ')' -> i > 0 && ".!?".indexOf(pending.charAt(i - 1)) >= 0 && longEnough(i);
            default -> false;
        };
    }

    private boolean longEnough(int i) {
        return length(i) >= (first ? MIN_FIRST : MIN_LATER);
    }

    private int length(int i) {
        return pending.substring(0, i + 1).strip().length();
    }

    /** An abbreviation, an initial, or the number of a list ("1. Open the door"). */
    private boolean abbreviated(int dot) {
        int from = dot;
        while (from > 0 && !Character.isWhitespace(pending.charAt(from - 1))) {
            from--;
        }
        String word = pending.substring(from, dot).toLowerCase(Locale.ROOT);
        boolean initial = word.length() == 1 && Character.isLetter(word.charAt(0)) && !word.equals("i");
        boolean listNumber = from == 0 && !word.isEmpty() && word.chars().allMatch(Character::isDigit);
        return initial || listNumber || ABBREVIATIONS.contains(word);
    }

    private @Nullable String cutAtSpace() {
        int space = pending.lastIndexOf(" ", MAX_LENGTH);
        return space <= 0 ? cut(MAX_LENGTH) : cut(space);
    }

    private @Nullable String cut(int end) {
        String sentence = pending.substring(0, end).strip();
        pending.delete(0, end);
        scanned = 0;
        if (sentence.isEmpty()) {
            return next();
        }
        first = false;
        return sentence + " ";
    }
}
