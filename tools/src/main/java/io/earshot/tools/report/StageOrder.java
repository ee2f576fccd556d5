package io.earshot.tools.report;

import io.earshot.ai.latency.Stage;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The order in which stages happen. Pure functions. */
final class StageOrder {
    private static final List<String> LABELS =
            Stream.of(Stage.values()).map(Stage::label).toList();

    private StageOrder() {}

    /** Series as a table shows them: those of all calls first, then by class of turn and moment of the stage. */
    static Comparator<LatencyFigures> ofFigures() {
        return Comparator.comparing((LatencyFigures f) -> f.name().contains("="))
                .thenComparing(f -> f.name().substring(0, f.name().lastIndexOf('/') + 1))
                .thenComparing(LatencyFigures::turnClass)
                .thenComparing(f -> f.name().substring(f.name().lastIndexOf('/') + 1), comparator());
    }

    /** Stages by the moment they end; names that are no stage come after, in the order in which they were. */
    static Comparator<String> comparator() {
        return Comparator.comparingInt(name -> LABELS.contains(name) ? LABELS.indexOf(name) : LABELS.size());
    }
}
