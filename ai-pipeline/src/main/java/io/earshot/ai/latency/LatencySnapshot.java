package io.earshot.ai.latency;

import java.util.List;
import java.util.Optional;

/**
 * All histograms' figures since the process started. Immutable.
 *
 * @param summaries one a series that has values, in no particular order
 */
public record LatencySnapshot(List<LatencySummary> summaries) {
    public LatencySnapshot {
        summaries = List.copyOf(summaries);
    }

    /** The figures over all calls of {@code stage} in turns of {@code turnClass}. */
    public Optional<LatencySummary> stage(Stage stage, TurnClass turnClass) {
        return find(stage.label(), turnClass);
    }

    /** The figures over all calls of whole turns of {@code turnClass}. */
    public Optional<LatencySummary> total(TurnClass turnClass) {
        return find(LatencySeries.TOTAL, turnClass);
    }

    /** The figures over all calls of the series {@code name} in turns of {@code turnClass}. */
    public Optional<LatencySummary> find(String name, TurnClass turnClass) {
        LatencySeries wanted = new LatencySeries(LatencySeries.Scope.ALL, "", name, turnClass.label());
        return summaries.stream().filter(s -> s.series().equals(wanted)).findFirst();
    }
}
