package io.earshot.tools.report;

import io.earshot.tools.console.Ink;
import java.util.List;
import java.util.Locale;

/** The turn waterfall for a terminal: a row a stage, whose bar stands where the medians before it end. Immutable. */
public final class WaterfallText {
    private static final int BAR = 18;
    private final Ink ink;

    /** A waterfall painted with {@code ink}. */
    public WaterfallText(Ink ink) {
        this.ink = ink;
    }

    /** The stages of answered turns, then the totals of all other classes of turns. */
    public String render(List<LatencyFigures> figures) {
        StringBuilder text = new StringBuilder(ink.bold("Turn waterfall") + "  "
                + ink.faint("milliseconds, from the caller's last packet to the agent's first") + "\n");
        text.append(ink.bold(row("", "n", "p50", "p90", "p99", "max"))).append('\n');
        List<LatencyFigures> answered = named(figures, "answered");
        double total = total(answered);
        double offset = 0;
        for (LatencyFigures stage : answered) {
            boolean sum = isTotal(stage);
            text.append(row(stage))
                    .append("  ")
                    .append(sum ? "" : bar(offset, stage.p50Ms(), total))
                    .append('\n');
            offset += sum ? 0 : stage.p50Ms();
        }
        for (LatencyFigures other : figures) {
            if (!other.turnClass().equals("answered") && isSummary(other)) {
                text.append(ink.faint(row(other))).append('\n');
            }
        }
        return text.toString().replaceAll(" +\n", "\n");
    }

    private static List<LatencyFigures> named(List<LatencyFigures> figures, String turnClass) {
        return figures.stream().filter(f -> f.turnClass().equals(turnClass)).toList();
    }

    private static double total(List<LatencyFigures> stages) {
        return stages.stream()
                .filter(s -> !isTotal(s))
                .mapToDouble(LatencyFigures::p50Ms)
                .sum();
    }

    private static boolean isTotal(LatencyFigures figures) {
        return figures.name().equals("total");
    }

    private static boolean isSummary(LatencyFigures figures) {
        return isTotal(figures) || figures.name().contains("barge-in");
    }

    private static String row(LatencyFigures figures) {
        String name = isTotal(figures) ? "total, " + figures.turnClass() : figures.name();
        return row(
                name,
                Long.toString(figures.count()),
                Figures.ms(figures.p50Ms()),
                Figures.ms(figures.p90Ms()),
                Figures.ms(figures.p99Ms()),
                Figures.ms(figures.maxMs()));
    }

    private static String row(String name, String count, String p50, String p90, String p99, String max) {
        return String.format(Locale.ROOT, "  %-20s %4s %7s %7s %7s %7s", name, count, p50, p90, p99, max);
    }

    private String bar(double offset, double length, double total) {
        if (length <= 0 || total <= 0) {
            return "";
        }
        int from = (int) Math.min(BAR - 1, Math.round(offset / total * BAR));
        int until = Math.clamp(Math.round((offset + length) / total * BAR), from + 1, BAR);
        return " ".repeat(from) + ink.agent("█".repeat(until - from));
    }
}
