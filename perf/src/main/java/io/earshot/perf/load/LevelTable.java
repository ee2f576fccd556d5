package io.earshot.perf.load;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Levels of load as a Markdown table, a column a level. */
final class LevelTable {
    private LevelTable() {}

    static String of(List<LevelResult> levels) {
        return row("", levels, level -> level.calls() + " calls")
                + row("---", levels, _ -> "---:")
                + row("bridge, % of a core a call", levels, level -> number(level.percentPerCall(), 3))
                + row("bridge, % of a core in all (idle)", levels, LevelTable::processor)
                + row("bridge, MB a call", levels, level -> number(level.megabytesPerCall(), 2))
                + row("bridge, MB in all (idle)", levels, LevelTable::memory)
                + row(
                        "INVITE→200 by SIPp, p50 / p99 ms",
                        levels,
                        level -> two(level.sipp().inviteToOk()))
                + row(
                        "INVITE→200 by the bridge, p50 / p99 ms",
                        levels,
                        level -> two(level.bridgeCalls().inviteToOk()))
                + row("response, p50 / p90 / p99 ms", levels, level -> three(level.responses()))
                + row("of which vendors, ms (spread)", levels, LevelTable::vendors)
                + row("bridge overhead, p50 / p90 / p99 ms", levels, level -> three(level.overhead()))
                + row("barge-in, p50 / p99 ms (count)", levels, LevelTable::bargeIn)
                + row(
                        "false barge-ins",
                        levels,
                        level -> Long.toString(level.falseBargeIn().count()))
                + row("RTP sent late by, p50 / p99 / p99.9 ms", levels, LevelTable::late)
                + row("packets lost / discarded / dropped by the kernel", levels, LevelTable::losses)
                + row(
                        "calls failed / SIP messages repeated by SIPp",
                        levels,
                        level -> level.sipp().failed() + " / " + level.sipp().retransmissions())
                + row("turns by class", levels, level -> level.turns().toString())
                + row(
                        "SIPp / simulators, % of a core",
                        levels, level -> number(level.sippPercent(), 0) + " / " + number(level.simulatorPercent(), 0))
                + row("machine busy, %", levels, level -> number(level.machineBusy() * 100, 0))
                + row("start to ready, ms", levels, level -> number(level.startMs(), 0))
                + row("first call: INVITE→200 / first turn, ms", levels, LevelTable::first)
                + row(
                        "verdict",
                        levels,
                        level -> level.problems().isEmpty()
                                ? "valid"
                                : "**invalid**: " + String.join(", ", level.problems()));
    }

    private interface Cell {
        String of(LevelResult level);
    }

    private static String row(String title, List<LevelResult> levels, Cell cell) {
        return levels.stream().map(cell::of).collect(Collectors.joining(" | ", "| " + title + " | ", " |\n"));
    }

    private static String processor(LevelResult level) {
        return number(level.loaded().cpuPercent(), 1) + " ("
                + number(level.idle().cpuPercent(), 1) + ")";
    }

    private static String memory(LevelResult level) {
        return number(level.loaded().memoryMb(), 0) + " (" + number(level.idle().memoryMb(), 0) + ")";
    }

    private static String vendors(LevelResult level) {
        return number(level.providers().totalMs(), 1) + " ("
                + number(level.providers().spreadMs(), 1) + ")";
    }

    private static String bargeIn(LevelResult level) {
        return two(level.bargeIn()) + " (" + level.bargeIn().count() + ")";
    }

    private static String late(LevelResult level) {
        return two(level.rtpSend()) + " / " + number(level.rtpSend().p999Ms(), 1);
    }

    private static String losses(LevelResult level) {
        return level.bridgeCalls().lost() + " / " + level.bridgeCalls().discarded() + " / " + level.udpDrops();
    }

    private static String first(LevelResult level) {
        LevelResult.FirstCall first = level.firstCall();
        if (first == null) {
            return "–";
        }
        Double turn = first.firstTurnMs();
        return number(first.inviteToOkMs(), 1) + " / " + (turn == null ? "–" : number(turn, 0));
    }

    private static String two(Percentiles values) {
        return values.count() == 0 ? "–" : number(values.p50Ms(), 1) + " / " + number(values.p99Ms(), 1);
    }

    private static String three(Percentiles values) {
        return values.count() == 0
                ? "–"
                : number(values.p50Ms(), 1) + " / " + number(values.p90Ms(), 1) + " / " + number(values.p99Ms(), 1);
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
