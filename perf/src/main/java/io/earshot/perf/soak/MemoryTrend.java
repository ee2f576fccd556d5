package io.earshot.perf.soak;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.ToLongFunction;

/**
 * Which kind of memory still rises once the program is warm, and whether that is too much. Classes and compiled code rise for as long
 * as calls meet something new, so the first half of a soak counts as warming up. Immutable.
 */
final class MemoryTrend {
    /** What resident memory beside the Java heap may rise by: a hundred calls leak less than that in a day. */
    static final double MOST_KB_PER_HOUR = 24 * 1_024;
    /** A shorter run is all warming up: its slopes are told and not judged. */
    static final long LONG_ENOUGH_S = 1_200;

    private final List<Sample> warm;
    private final long lengthS;

    MemoryTrend(List<Sample> samples) {
        this.warm = samples.subList(samples.size() / 2, samples.size());
        this.lengthS = samples.isEmpty() ? 0 : samples.getLast().atS();
    }

    /** MB an hour by kind, in the second half. */
    Map<String, Double> slopes() {
        Map<String, Double> slopes = new LinkedHashMap<>();
        slopes.put("live heap", slope(Sample::heapKb));
        slopes.put("committed heap", slope(sample -> sample.memory().heapKb()));
        slopes.put("classes", slope(sample -> sample.memory().metaspaceKb()));
        slopes.put("code", slope(sample -> sample.memory().codeKb()));
        slopes.put("direct", slope(sample -> sample.memory().directKb()));
        slopes.put("malloc used", slope(sample -> sample.memory().mallocKb()));
        slopes.put("malloc held", slope(sample -> sample.memory().heldKb()));
        slopes.put("mapped files", slope(sample -> sample.memory().mappedKb()));
        slopes.put("rest", slope(sample -> sample.memory().restKb()));
        slopes.put("resident", slope(sample -> sample.memory().residentKb()));
        return slopes;
    }

    /** What is wrong with them; empty when nothing is, or when the run was too short to tell. */
    List<String> problems() {
        double besideHeap = Slope.perHour(
                warm, sample -> sample.memory().residentKb() - sample.memory().heapKb());
        if (lengthS < LONG_ENOUGH_S || besideHeap <= MOST_KB_PER_HOUR) {
            return List.of();
        }
        return List.of(String.format(
                Locale.ROOT, "memory beside the heap rises by %.1f MB an hour when warm", besideHeap / 1_024));
    }

    /** One line for the report. */
    String text() {
        StringJoiner text = new StringJoiner(", ", "When warm (second half), MB an hour: ", "");
        slopes().forEach((kind, slope) -> text.add(String.format(Locale.ROOT, "%s %+.1f", kind, slope)));
        return lengthS < LONG_ENOUGH_S ? text + " (too short a run to judge)" : text.toString();
    }

    private double slope(ToLongFunction<Sample> figure) {
        return Slope.perHour(warm, figure) / 1_024;
    }
}
