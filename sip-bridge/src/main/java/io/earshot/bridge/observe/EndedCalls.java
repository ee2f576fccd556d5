package io.earshot.bridge.observe;

import io.earshot.bridge.metrics.Examples;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Tally;
import io.earshot.bridge.metrics.Timings;
import io.earshot.bridge.records.CallRecord;
import io.earshot.bridge.trace.TraceContext;
import java.util.Locale;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** What ended calls tell, as metrics. Thread-safe because tallies are. */
public final class EndedCalls {
    private static final double[] DURATIONS = {1, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200};

    private static final String[] MODES = {"direct", "gateway", "room"};

    private final Examples lengths = new Examples(DURATIONS, "mode");
    private final Timings duration = new Timings("mode");
    private final BiPredicate<String, @Nullable String> kept;
    private final Tally statuses = new Tally("mode", "sip_status", "q850", "by");
    private final Tally turns = new Tally("class").with("answered").with("unanswered");
    private final Tally bargeIns = new Tally("confirmed").with("true").with("false");
    private final Tally keys = new Tally("mode", "direction");
    private final Tally cost = new Tally("stage", "provider");
    private final Tally silent =
            new Tally("mode").with("direct").with("gateway").with("room");

    /**
     * Nothing counted yet.
     *
     * @param kept whether a trace, by its id and its parent, is to be found anywhere
     */
    public EndedCalls(BiPredicate<String, @Nullable String> kept) {
        this.kept = kept;
        for (String mode : MODES) {
            keys.with(mode, "in").with(mode, "out");
        }
    }

    /** Counts an ended call. */
    public void count(CallRecord call) {
        CallRecord.End end = call.end();
        if (call.endedMs() != null) {
            duration.record((long) (call.endedMs() * 1e6), call.mode());
            example(call, call.endedMs());
        }
        if (end != null) {
            statuses.count(call.mode(), Integer.toString(end.sipStatus()), Integer.toString(end.q850()), end.by());
        }
        call.turns().forEach(turn -> turns.count(turn.turnClass().toLowerCase(Locale.ROOT)));
        keys.add(call.signalling().dtmfReceived(), call.mode(), "in");
        keys.add(call.signalling().dtmfSent(), call.mode(), "out");
        call.usage().forEach(used -> {
            if (used.cost() != null) {
                cost.addPart(used.cost(), used.stage(), used.provider());
            }
        });
        call.bargeIns().forEach(one -> bargeIns.count(Boolean.toString(one.confirmed())));
        if (unanswered(call)) {
            silent.count(call.mode());
        }
    }

    private void example(CallRecord call, double endedMs) {
        if (kept.test(call.traceId(), call.traceParent())) {
            long atMs = call.startedAt().toEpochMilli() + (long) endedMs;
            String span = TraceContext.callSpanId(call.traceId());
            lengths.keep(endedMs / 1_000, call.traceId(), span, atMs, call.mode());
        }
    }

    /** A call with an agent that was spoken to and heard no answer at all. */
    private static boolean unanswered(CallRecord call) {
        return call.turns().stream().anyMatch(turn -> turn.turnClass().equalsIgnoreCase("unanswered"))
                && call.turns().stream().noneMatch(turn -> turn.turnClass().equalsIgnoreCase("answered"));
    }

    /** Adds what it shows. */
    public void addTo(Families families) {
        families.histograms("earshot_call_duration_seconds", "Length of ended calls", DURATIONS, lengths, duration)
                .counters("earshot_call_causes", "Ended calls by SIP status, Q.850 cause and who ended them", statuses)
                .counters("earshot_turns", "Turns of ended calls, by class", turns)
                .counters("earshot_dtmf_keys", "Keys that callers of ended calls pressed, and that we pressed", keys)
                .counters(
                        "earshot_provider_cost",
                        "What ended calls cost by the configured prices, in their currency",
                        cost)
                .counters("earshot_barge_ins", "Interruptions of ended calls, and whether they were meant", bargeIns)
                .counters("earshot_calls_unheard", "Ended calls whose caller spoke and was never answered", silent);
    }
}
