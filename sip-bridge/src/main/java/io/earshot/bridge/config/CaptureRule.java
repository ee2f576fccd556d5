package io.earshot.bridge.config;

import java.util.List;

/**
 * Which calls are captured unasked. Every list that is not empty must hold the call. Immutable.
 *
 * @param numbers called numbers; {@code *} at the end stands for any rest
 * @param callers calling numbers, likewise
 * @param trunks trunks by the name that records have
 * @param share share of the calls that match, 0 to 1
 * @param when always, or only when the call ended badly: from a flight recorder
 */
public record CaptureRule(List<String> numbers, List<String> callers, List<String> trunks, double share, When when) {
    /** When a file is written. */
    public enum When {
        ALWAYS,
        BAD
    }

    public CaptureRule {
        numbers = List.copyOf(numbers);
        callers = List.copyOf(callers);
        trunks = List.copyOf(trunks);
        if (share < 0 || share > 1) {
            throw new IllegalArgumentException("share must be 0 to 1");
        }
    }

    /** Every call, if it ended badly. */
    public static CaptureRule defaults() {
        return new CaptureRule(List.of(), List.of(), List.of(), 1, When.BAD);
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
