package io.earshot.tools.demo;

import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.OutsideTurn;
import io.earshot.tools.report.BridgeCall;
import io.earshot.tools.report.CallReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what went wrong in a demonstration, if anything. Pure functions. */
final class DemoVerdict {
    private DemoVerdict() {}

    /** Problems in words; none when all went as it should. {@code said} is the number of utterances planned. */
    static List<String> problems(CallReport report, int said) {
        List<String> problems = new ArrayList<>();
        CallOutcome call = report.outside();
        if (!call.answered()) {
            problems.add("the call was not answered: " + call.status() + " " + call.reason());
        }
        if (!call.trouble().isEmpty()) {
            problems.add(call.trouble());
        }
        if (call.turns().size() != said) {
            problems.add("the caller said " + call.turns().size() + " of " + said + " things");
        }
        for (OutsideTurn turn : call.turns()) {
            if (turn.gapMs() == null) {
                problems.add("no answer to " + turn.said());
            }
        }
        if (call.turns().stream().noneMatch(OutsideTurn::interruption)) {
            problems.add("the agent was not interrupted");
        }
        inside(report.inside(), problems);
        return problems;
    }

    private static void inside(@Nullable BridgeCall inside, List<String> problems) {
        if (inside == null || inside.turns().isEmpty()) {
            problems.add("the bridge has no record of a turn");
        } else if (inside.transcript().stream().noneMatch(line -> line.speaker().equals("caller"))) {
            problems.add("the transcript has no word of the caller");
        }
    }
}
