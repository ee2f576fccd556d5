package io.earshot.ai.latency;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.PackedHistogram;

/**
 * One call's turns: the records themselves (the latest {@value #MAX_RECORDS}) and a histogram of the replies' totals.
 * Confined to the call's loop.
 */
public final class CallLatency {
    /** Records kept; older ones remain in the histogram only. */
    public static final int MAX_RECORDS = 500;

    private static final LatencySeries REPLIES =
            new LatencySeries(LatencySeries.Scope.ALL, "", LatencySeries.TOTAL, "replied");

    private final CallLabels labels;
    private final LatencyRecorder process;
    private final List<TurnRecord> turns = new ArrayList<>();
    private final PackedHistogram replies = new PackedHistogram(3);

    /** A call counted under {@code labels}, whose turns also go to {@code process}. */
    public CallLatency(CallLabels labels, LatencyRecorder process) {
        this.labels = labels;
        this.process = process;
    }

    /** Counts a finished turn here and in the process's histograms. */
    public void record(TurnRecord turn) {
        process.record(labels, turn);
        if (turns.size() == MAX_RECORDS) {
            turns.removeFirst();
        }
        turns.add(turn);
        switch (turn.turnClass()) {
            case ANSWERED, TOOL, INTERRUPTED, DTMF -> replies.recordValue(turn.totalNs());
            case OVERTAKEN, UNANSWERED, UNINTELLIGIBLE, FILLER, GREETING, SILENCE_PROMPT, NOTICE -> {}
        }
    }

    /** Counts an interruption; see {@link LatencyRecorder#recordBargeIn}. */
    public void recordBargeIn(long ns, boolean confirmed) {
        process.recordBargeIn(labels, ns, confirmed);
    }

    /** What this call is counted under. */
    public CallLabels labels() {
        return labels;
    }

    /** The call's turns in order. */
    public List<TurnRecord> turns() {
        return List.copyOf(turns);
    }

    /** The response times of the call: turns of the caller that were replied to. */
    public LatencySummary replies() {
        return LatencySummary.of(REPLIES, replies);
    }
}
