package io.earshot.tools.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Percentiles of one stage in turns of one class. Immutable.
 *
 * @param name the stage, or {@code total}, {@code unexplained}, {@code barge-in}
 * @param turnClass class of the turns
 * @param count turns counted
 * @param p50Ms median, milliseconds
 * @param p90Ms 90th percentile
 * @param p99Ms 99th percentile
 * @param maxMs greatest
 */
public record LatencyFigures(
        String name, String turnClass, long count, double p50Ms, double p90Ms, double p99Ms, double maxMs) {

    /**
     * What {@code GET /v1/latency} answers. Immutable.
     *
     * @param stages one entry a stage and class of turns
     * @param rtpSend how late RTP packets left, or null
     */
    public record Table(
            List<LatencyFigures> stages, @Nullable Lateness rtpSend) {
        /** Nothing measured. */
        public static final Table EMPTY = new Table(List.of(), null);

        public Table {
            stages = stages == null ? List.of() : List.copyOf(stages);
        }
    }

    /** How late packets left after they were due. Immutable. */
    public record Lateness(long packets, double p50Ms, double p99Ms, double p999Ms, double maxMs) {}
}
