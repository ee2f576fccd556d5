package io.earshot.perf.compare;

import io.earshot.perf.load.Percentiles;
import java.util.List;
import java.util.Locale;

/** Agents compared as a Markdown table, a row a level. */
final class AgentTable {
    private AgentTable() {}

    static String of(List<AgentResult> results) {
        StringBuilder table =
                new StringBuilder("| agent | sessions | % of a core a session (idle) | MB a session (idle)"
                        + " | INVITE→200 p50 / p90 ms | response p50 / p90 ms | less the vendors' " + Vendors.DELAY_MS
                        + " ms | barge-in p50 / p90 ms | machine busy % | verdict |\n|---|" + "---:|".repeat(8)
                        + "---|\n");
        results.forEach(result -> table.append(row(result)));
        return table.toString();
    }

    private static String row(AgentResult it) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.2f (%.1f) | %.1f (%.0f) | %s | %s | %s | %s | %.0f | %s |%n",
                it.subject(),
                it.sessions(),
                it.percentPerSession(),
                it.idlePercent(),
                it.mbPerSession(),
                it.idleMb(),
                two(it.answer(), 0),
                two(it.response(), 0),
                two(it.response(), Vendors.DELAY_MS),
                two(it.bargeIn(), 0),
                it.machineBusy() * 100,
                it.problems().isEmpty() ? "valid" : "**invalid**: " + String.join(", ", it.problems()));
    }

    private static String two(Percentiles values, double less) {
        return values.count() == 0
                ? "–"
                : String.format(Locale.ROOT, "%.0f / %.0f", values.p50Ms() - less, values.p90Ms() - less);
    }
}
