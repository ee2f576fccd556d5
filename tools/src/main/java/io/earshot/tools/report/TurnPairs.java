package io.earshot.tools.report;

import io.earshot.tools.call.OutsideTurn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the bridge's record of each turn that the softphone measured. Pure functions. */
public final class TurnPairs {
    /** The bridge hears the end of speech within this time of the caller's last packet. */
    private static final double WINDOW_MS = 400;

    private TurnPairs() {}

    /**
     * One turn from both ends. Immutable.
     *
     * @param outside at the caller
     * @param inside at the bridge, or null when it has no record that fits
     */
    public record Pair(OutsideTurn outside, BridgeCall.@Nullable Turn inside) {
        /** How much longer the caller waited than the bridge says, milliseconds; null when either is missing. */
        public @Nullable Double differenceMs() {
            return inside == null || outside.gapMs() == null ? null : outside.gapMs() - inside.totalMs();
        }
    }

    /** One pair for each turn of the caller, in order. */
    public static List<Pair> of(CallReport report) {
        List<Pair> pairs = new ArrayList<>();
        for (OutsideTurn turn : report.outside().turns()) {
            pairs.add(new Pair(turn, nearest(report, turn.endMs() - report.insideOffsetMs())));
        }
        return pairs;
    }

    private static BridgeCall.@Nullable Turn nearest(CallReport report, double endMs) {
        BridgeCall.@Nullable Turn best = null;
        for (BridgeCall.Turn turn : report.inside() == null
                ? List.<BridgeCall.Turn>of()
                : report.inside().turns()) {
            double distance = Math.abs(turn.startMs() - endMs);
            if (replies(turn) && distance < (best == null ? WINDOW_MS : Math.abs(best.startMs() - endMs))) {
                best = turn;
            }
        }
        return best;
    }

    private static boolean replies(BridgeCall.Turn turn) {
        return switch (turn.turnClass()) {
            case "answered", "tool", "interrupted", "filler" -> true;
            default -> false;
        };
    }
}
