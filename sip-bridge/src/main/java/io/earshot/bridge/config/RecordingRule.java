package io.earshot.bridge.config;

import java.util.List;

/**
 * Calls that are recorded unasked. Immutable.
 *
 * @param numbers called numbers, {@code 49*} for a prefix; none: any
 * @param callers calling numbers, in the same way
 * @param trunks where they came in; none: anywhere
 */
public record RecordingRule(List<String> numbers, List<String> callers, List<String> trunks) {
    public RecordingRule {
        numbers = List.copyOf(numbers);
        callers = List.copyOf(callers);
        trunks = List.copyOf(trunks);
    }

    /** Every call. */
    public static RecordingRule defaults() {
        return new RecordingRule(List.of(), List.of(), List.of());
    }

    /** Whether it is about a call. */
    public boolean matches(String number, String caller, String trunk) {
        return among(numbers, number) && among(callers, caller) && (trunks.isEmpty() || trunks.contains(trunk));
    }

    private static boolean among(List<String> patterns, String number) {
        return patterns.isEmpty()
                || patterns.stream()
                        .anyMatch(pattern -> pattern.endsWith("*")
                                ? number.startsWith(pattern.substring(0, pattern.length() - 1))
                                : number.equals(pattern));
    }
}
