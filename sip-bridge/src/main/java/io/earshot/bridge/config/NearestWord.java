package io.earshot.bridge.config;

import java.util.Comparator;
import java.util.List;

/** Finds what the writer of a misspelt key probably meant. */
final class NearestWord {
    private NearestWord() {}

    /** "did you mean x?" when one is near, else the list of what is known. */
    static String hint(String word, List<String> known) {
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= 2)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .map(candidate -> "did you mean " + candidate + "?")
                .orElseGet(() -> "known here: " + String.join(", ", known));
    }

    /** Levenshtein distance. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
