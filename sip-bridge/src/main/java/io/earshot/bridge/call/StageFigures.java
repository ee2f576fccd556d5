package io.earshot.bridge.call;

import io.earshot.bridge.records.CallRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Percentiles of a call's turns by stage. Stateless. */
final class StageFigures {
    private StageFigures() {}

    /** Of each stage over the turns that had it, of the totals and of what no stage explains; milliseconds. */
    static Map<String, CallRecord.Percentiles> of(List<CallRecord.Turn> turns) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        for (CallRecord.Turn turn : turns) {
            turn.stages().forEach((stage, ms) -> add(values, stage, ms));
            add(values, "unexplained", turn.unexplainedMs());
            add(values, "total", turn.totalMs());
        }
        Map<String, CallRecord.Percentiles> figures = new LinkedHashMap<>();
        values.forEach((stage, all) -> figures.put(stage, percentiles(all)));
        return figures;
    }

    private static void add(Map<String, List<Double>> values, String stage, double ms) {
        values.computeIfAbsent(stage, _ -> new ArrayList<>()).add(ms);
    }

    private static CallRecord.Percentiles percentiles(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return new CallRecord.Percentiles(rank(sorted, 0.50), rank(sorted, 0.95), rank(sorted, 0.99), sorted.getLast());
    }

    /** The least value that so large a share of all does not exceed. */
    private static double rank(List<Double> sorted, double share) {
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.clamp(index, 0, sorted.size() - 1));
    }
}
