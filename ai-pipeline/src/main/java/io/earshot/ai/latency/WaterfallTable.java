package io.earshot.ai.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Draws where the time of turns went as plain text, one stage a row, in milliseconds. The bar of a stage stands where
 * the medians of the stages before it end. Stateless.
 */
public final class WaterfallTable {
    private static final int BAR_WIDTH = 36;
    private static final double NS_PER_MS = 1e6;

    private WaterfallTable() {}

    /** The waterfall of all turns of {@code turnClass}; a single line when there are none. */
    public static String of(LatencySnapshot snapshot, TurnClass turnClass) {
        List<LatencySummary> rows = rows(snapshot, turnClass);
        if (rows.isEmpty()) {
            return "no turns of class " + turnClass.label() + "\n";
        }
        StringBuilder text = new StringBuilder(2048);
        text.append(String.format(
                Locale.ROOT,
                "%-18s %6s %9s %9s %9s %9s%n",
                turnClass.label() + ", ms",
                "n",
                "p50",
                "p90",
                "p99",
                "max"));
        long span = Math.max(1, rows.stream().mapToLong(WaterfallTable::barNs).sum());
        long offset = 0;
        for (LatencySummary row : rows) {
            text.append(line(row, offset, span));
            offset += barNs(row);
        }
        return text.toString();
    }

    /** The waterfall of one turn. */
    public static String of(TurnRecord turn) {
        StringBuilder text = new StringBuilder(1024);
        text.append(String.format(
                Locale.ROOT,
                "turn %d, %s: %.1f ms%n",
                turn.turn(),
                turn.turnClass().label(),
                turn.totalNs() / NS_PER_MS));
        long offset = 0;
        for (Stage stage : Stage.values()) {
            text.append(turnLine(stage.label(), turn.stageNs(stage), offset, turn.totalNs()));
            offset += turn.stageNs(stage);
        }
        return text.append(turnLine(LatencySeries.UNEXPLAINED, turn.unexplainedNs(), offset, turn.totalNs()))
                .toString();
    }

    private static String turnLine(String name, long ns, long offset, long total) {
        return String.format(Locale.ROOT, "  %-18s %9.1f  %s%n", name, ns / NS_PER_MS, bar(offset, ns, total));
    }

    private static List<LatencySummary> rows(LatencySnapshot snapshot, TurnClass turnClass) {
        List<LatencySummary> rows = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            snapshot.stage(stage, turnClass).ifPresent(rows::add);
        }
        Optional<LatencySummary> total = snapshot.total(turnClass);
        snapshot.find(LatencySeries.UNEXPLAINED, turnClass).ifPresent(rows::add);
        total.ifPresent(rows::add);
        return rows;
    }

    private static long barNs(LatencySummary row) {
        return isTotal(row) ? 0 : row.p50Ns();
    }

    private static boolean isTotal(LatencySummary row) {
        return row.series().name().equals(LatencySeries.TOTAL);
    }

    private static String line(LatencySummary row, long offset, long span) {
        return String.format(
                                Locale.ROOT,
                                "%-18s %6d %9.1f %9.1f %9.1f %9.1f  %s",
                                row.series().name(),
                                row.count(),
                                row.p50Ns() / NS_PER_MS,
                                row.p90Ns() / NS_PER_MS,
                                row.p99Ns() / NS_PER_MS,
                                row.maxNs() / NS_PER_MS,
                                isTotal(row) ? "" : bar(offset, row.p50Ns(), span))
                        .stripTrailing()
                + System.lineSeparator();
    }

    private static String bar(long offset, long length, long span) {
        if (span <= 0 || length <= 0) {
            return "";
        }
        int from = (int) Math.min(BAR_WIDTH - 1, offset * BAR_WIDTH / span);
        int until = Math.clamp((offset + length) * BAR_WIDTH / span, from + 1, BAR_WIDTH);
        return " ".repeat(from) + "#".repeat(until - from);
    }
}
