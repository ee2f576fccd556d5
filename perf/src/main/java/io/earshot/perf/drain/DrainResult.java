package io.earshot.perf.drain;

import java.util.List;
import java.util.Locale;

/** How drains went. Immutable. */
public record DrainResult(List<Phase> phases) {
    public DrainResult {
        phases = List.copyOf(phases);
    }

    /**
     * One drain. Immutable.
     *
     * @param name what was tried
     * @param shorter whether calls were shorter than the deadline, so that none may be forced
     * @param deadline of the drain, seconds
     * @param running calls that ran when it began
     * @param finished those of them that the caller ended, in full
     * @param forced those of them that the bridge ended by BYE
     * @param told what the bridge said of them: finished and ended at the deadline
     * @param otherwise those of them of which neither is known
     * @param unrecorded running calls without a record
     * @param wrongReason forced calls whose record does not say {@code shutting_down}
     * @param newCalls INVITEs sent while it drained
     * @param refused those that got 503 with Retry-After
     * @param options what OPTIONS got
     * @param seconds from the request to the end of the process, or of the last call
     * @param ended whether that end came
     */
    public record Phase(
            String name,
            boolean shorter,
            int deadline,
            int running,
            long finished,
            long forced,
            String told,
            long otherwise,
            long unrecorded,
            long wrongReason,
            long newCalls,
            long refused,
            String options,
            double seconds,
            boolean ended) {
        /** Whether it went as promised. */
        public boolean good() {
            boolean calls = shorter ? forced == 0 && seconds <= deadline : forced == running && wrongReason == 0;
            return calls
                    && ended
                    && running > 0
                    && otherwise == 0
                    && unrecorded == 0
                    && newCalls > 0
                    && refused == newCalls
                    && options.contains(" 503 ");
        }
    }

    /** Whether all went as promised. */
    public boolean good() {
        return phases.stream().allMatch(Phase::good);
    }

    /** A table for people. */
    public String text() {
        StringBuilder out = new StringBuilder(
                "| drain | deadline s | calls running | finished | forced | without a record | over after s | new INVITEs:"
                        + " 503 with Retry-After | OPTIONS | the bridge says | verdict |\n"
                        + "|---|---:|---:|---:|---:|---:|---:|---|---|---|---|\n");
        for (Phase phase : phases) {
            out.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d | %d | %.1f | %d of %d | %s | %s | %s |%n",
                    phase.name(),
                    phase.deadline(),
                    phase.running(),
                    phase.finished(),
                    phase.forced(),
                    phase.unrecorded(),
                    phase.seconds(),
                    phase.refused(),
                    phase.newCalls(),
                    phase.options(),
                    phase.told(),
                    phase.good() ? "good" : "NOT as promised"));
        }
        return out.toString();
    }
}
