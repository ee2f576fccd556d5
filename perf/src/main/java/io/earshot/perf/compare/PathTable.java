package io.earshot.perf.compare;

import io.earshot.perf.load.Percentiles;
import java.util.List;
import java.util.Locale;

/** Paths compared as a Markdown table, a row a level. */
final class PathTable {
    private static final String HEAD = """
            | path | calls | % of a core a call (idle) | server, % a call | MB a call (idle) | INVITE→200 p50 / p99 ms | caller→room p50 / p99 ms \
            | room→caller p50 / p99 ms | round trip p50 / p99 ms | lost % | machine busy % | verdict |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|
            """;

    private PathTable() {}

    static String of(List<PathResult> results) {
        StringBuilder table = new StringBuilder(HEAD);
        results.forEach(result -> table.append(row(result)));
        return table.toString();
    }

    private static String row(PathResult it) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.2f (%.1f) | %.2f | %.2f (%.0f) | %s | %s | %s | %.0f / %.0f | %.2f | %.0f | %s |%n",
                it.subject(),
                it.calls(),
                it.percentPerCall(),
                it.idlePercent(),
                it.serverPercentPerCall(),
                it.mbPerCall(),
                it.idleMb(),
                two(it.answer()),
                two(it.toRoom()),
                two(it.toCaller()),
                it.roundTrip()[0],
                it.roundTrip()[1],
                it.lostPercent(),
                it.machineBusy() * 100,
                it.problems().isEmpty() ? "valid" : "**invalid**: " + String.join(", ", it.problems()));
    }

    private static String two(Percentiles values) {
        return values.count() == 0 ? "–" : String.format(Locale.ROOT, "%.1f / %.1f", values.p50Ms(), values.p99Ms());
    }
}
