package io.earshot.bridge.observe;

import io.earshot.ai.latency.LatencySeries;
import io.earshot.bridge.metrics.Examples;
import io.earshot.bridge.records.CallRecord;
import io.earshot.bridge.records.TurnTold;
import io.earshot.bridge.trace.TraceContext;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Keeps, for each bucket of the turns' latencies, the latest turn that fell into it with its trace. Thread-safe because examples are. */
public final class TurnExamples {
    private final Examples examples = new Examples("stage", "class");
    private final BiPredicate<String, @Nullable String> kept;

    /** @param kept whether a trace, by its id and its parent, is to be found anywhere */
    public TurnExamples(BiPredicate<String, @Nullable String> kept) {
        this.kept = kept;
    }

    /** A turn is over. */
    public void add(TurnTold told) {
        if (!kept.test(told.traceId(), told.traceParent())) {
            return;
        }
        CallRecord.Turn turn = told.turn();
        String span = TraceContext.turnSpanId(told.traceId(), told.callId(), turn.turn());
        long atMs = told.startedAt().toEpochMilli() + (long) (turn.startMs() + turn.totalMs());
        turn.stages().forEach((stage, ms) -> keep(told, span, atMs, stage, ms));
        keep(told, span, atMs, LatencySeries.TOTAL, turn.totalMs());
    }

    private void keep(TurnTold told, String span, long atMs, String stage, double ms) {
        examples.keep(ms / 1_000, told.traceId(), span, atMs, stage, told.turn().turnClass());
    }

    Examples all() {
        return examples;
    }
}
