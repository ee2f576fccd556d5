package io.earshot.ai.latency;

import java.util.Locale;

/**
 * A finished turn: its class and how long each stage took. The stages and {@link #unexplainedNs} add up to
 * {@link #totalNs} exactly. Marks that came before the stage they follow (a reply prepared ahead) or after the end are
 * clamped, so that no time is counted twice. Immutable.
 */
public final class TurnRecord {
    private static final Stage[] STAGES = Stage.values();

    private final int turn;
    private final TurnClass turnClass;
    private final long startNs;
    private final long totalNs;
    private final long unexplainedNs;
    private final long[] stageNs;

    private TurnRecord(int turn, TurnClass turnClass, TurnTrace trace, long totalNs) {
        this.turn = turn;
        this.turnClass = turnClass;
        this.startNs = trace.startNs();
        this.totalNs = totalNs;
        this.stageNs = new long[STAGES.length];
        this.unexplainedNs = attribute(trace);
    }

    /** The record of a turn whose first packet was sent: the total ends there. */
    public static TurnRecord replied(int turn, TurnClass turnClass, TurnTrace trace) {
        if (!trace.has(Stage.FIRST_PACKET)) {
            throw new IllegalArgumentException("no packet of turn " + turn + " was sent");
        }
        return endedAt(turn, turnClass, trace, trace.atNs(Stage.FIRST_PACKET));
    }

    /**
     * The record of a turn that ended at {@code endNs} without a reply. The time since the last mark belongs to the
     * stage that did not finish.
     */
    public static TurnRecord endedAt(int turn, TurnClass turnClass, TurnTrace trace, long endNs) {
        return new TurnRecord(turn, turnClass, trace, Math.max(0, endNs - trace.startNs()));
    }

    private long attribute(TurnTrace trace) {
        long cursor = 0;
        long unexplained = 0;
        boolean gap = false;
        int last = -1;
        for (Stage stage : STAGES) {
            if (!trace.has(stage)) {
                gap |= !stage.optional();
                continue;
            }
            long at = Math.clamp(trace.atNs(stage) - startNs, cursor, totalNs);
            if (gap) {
                unexplained += at - cursor;
            } else {
                stageNs[stage.ordinal()] = at - cursor;
            }
            cursor = at;
            gap = false;
            last = stage.ordinal();
        }
        return unexplained + attributeRest(last, totalNs - cursor);
    }

    private long attributeRest(int last, long rest) {
        for (int i = last + 1; i < STAGES.length; i++) {
            if (!STAGES[i].optional()) {
                stageNs[i] = rest;
                return 0;
            }
        }
        return rest;
    }

    /** Number of the turn within its call, from 0 (the greeting). */
    public int turn() {
        return turn;
    }

    /** What became of the turn. */
    public TurnClass turnClass() {
        return turnClass;
    }

    /** The anchor, monotonic nanoseconds. */
    public long startNs() {
        return startNs;
    }

    /** From the anchor to the first packet of the reply, or to the moment the turn was given up; nanoseconds. */
    public long totalNs() {
        return totalNs;
    }

    /** Nanoseconds spent in {@code stage}; 0 when it was prepared ahead or played no part. */
    public long stageNs(Stage stage) {
        return stageNs[stage.ordinal()];
    }

    /** Nanoseconds that no stage accounts for. */
    public long unexplainedNs() {
        return unexplainedNs;
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(160).append("turn ").append(turn).append(' ').append(turnClass.label());
        text.append(String.format(Locale.ROOT, " total=%.1fms", totalNs / 1e6));
        for (Stage stage : STAGES) {
            text.append(String.format(Locale.ROOT, " %s=%.1f", stage.label(), stageNs(stage) / 1e6));
        }
        return text.append(String.format(Locale.ROOT, " unexplained=%.1f", unexplainedNs / 1e6))
                .toString();
    }
}
