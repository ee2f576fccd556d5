package io.earshot.tools.report;

import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.MediaQuality;
import io.earshot.tools.call.OutsideTurn;
import io.earshot.tools.call.SipStep;
import io.earshot.tools.console.Columns;
import io.earshot.tools.console.Ink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The sections of a report for a terminal of 80 columns or more. Each ends with a line end. Immutable. */
public final class TextReport {
    private static final int ARROW = 30;
    private static final String INDENT = "  ";
    private final Ink ink;

    /** Sections painted with {@code ink}. */
    public TextReport(Ink ink) {
        this.ink = ink;
    }

    /** Every section that there is data for, with empty lines between them. */
    public String all(CallReport report) {
        BridgeCall inside = report.inside();
        List<String> sections = new ArrayList<>(List.of(ladder(report.outside())));
        if (inside != null) {
            sections.add(transcript(inside));
        }
        if (!report.latency().stages().isEmpty()) {
            sections.add(new WaterfallText(ink).render(report.latency().stages()));
        }
        if (!report.outside().turns().isEmpty()) {
            sections.add(turns(TurnPairs.of(report)));
        }
        if (report.outside().quality() != null) {
            sections.add(quality(report.outside().quality(), inside == null ? null : inside.quality())
                    + lateness(report.latency().rtpSend()));
        }
        return String.join("\n", sections);
    }

    /** The SIP exchange as a ladder, the softphone on the left. */
    public String ladder(CallOutcome call) {
        StringBuilder text = new StringBuilder(heading("SIP", call.target()));
        for (SipStep step : call.ladder()) {
            String label = step.text().length() > ARROW - 4 ? step.text().substring(0, ARROW - 4) : step.text();
            String line = "─".repeat(ARROW - 3 - label.length());
            String arrow = step.outgoing()
                    ? "─ " + ink.caller(label) + " " + line + "▶"
                    : "◀" + line + " " + ink.agent(label) + " ─";
            text.append(String.format(Locale.ROOT, "%s%10s  │%s│  ", INDENT, Figures.ms(step.atMs()), arrow))
                    .append(ink.faint(step.note()))
                    .append('\n');
        }
        return strip(text);
    }

    /** What was said. */
    public String transcript(BridgeCall call) {
        StringBuilder text = new StringBuilder(heading("Transcript", ""));
        for (BridgeCall.Line line : call.transcript()) {
            boolean caller = line.speaker().equals("caller");
            String who = String.format(Locale.ROOT, "%-6s", line.speaker());
            text.append(INDENT)
                    .append(ink.faint(String.format(Locale.ROOT, "%7s", Figures.clock(line.startMs()))))
                    .append("  ")
                    .append(caller ? ink.caller(who) : ink.agent(who))
                    .append("  ")
                    .append(Wrap.hanging(line.text() + (line.interrupted() ? " [interrupted]" : ""), 62, 19))
                    .append('\n');
        }
        return strip(text);
    }

    /** Each turn as the caller heard it, beside what the bridge says about it where it was asked. */
    public String turns(List<TurnPairs.Pair> pairs) {
        boolean asked = pairs.stream().anyMatch(pair -> pair.inside() != null);
        Columns columns = new Columns()
                .row(cells(
                        asked, "caller said", "answer after", "audible after", "stopped after", "inside", "differs"));
        for (TurnPairs.Pair pair : pairs) {
            OutsideTurn turn = pair.outside();
            columns.row(cells(
                    asked,
                    turn.said(),
                    Figures.ms(turn.gapMs()),
                    Figures.ms(turn.audibleGapMs()),
                    turn.interruption() ? Figures.ms(turn.stopMs()) : "",
                    Figures.ms(pair.inside() == null ? null : pair.inside().totalMs()),
                    Figures.signedMs(pair.differenceMs())));
        }
        return heading("Turns at the caller's ear", "milliseconds") + columns.render(ink, INDENT);
    }

    private static String[] cells(boolean asked, String... cells) {
        return asked ? cells : Arrays.copyOf(cells, cells.length - 2);
    }

    /** Media quality as both ends see it. */
    public String quality(@Nullable MediaQuality outside, @Nullable MediaQuality inside) {
        Columns columns = new Columns().row("", "packets", "lost", "discarded", "jitter", "buffer", "R", "MOS");
        stream(columns, "agent→caller, at caller", outside == null ? null : outside.received());
        stream(columns, "agent→caller, by RTCP", inside == null ? null : inside.sent());
        stream(columns, "caller→agent, at bridge", inside == null ? null : inside.received());
        stream(columns, "caller→agent, by RTCP", outside == null ? null : outside.sent());
        return heading("Media", roundTrip(outside)) + columns.render(ink, INDENT);
    }

    private static String lateness(LatencyFigures.@Nullable Lateness late) {
        return late == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%sRTP left late by  p50 %.1f  p99 %.1f  p99.9 %.1f  max %.1f ms (%d packets)%n",
                        INDENT,
                        late.p50Ms(),
                        late.p99Ms(),
                        late.p999Ms(),
                        late.maxMs(),
                        late.packets());
    }

    private static void stream(Columns columns, String name, MediaQuality.@Nullable Stream stream) {
        if (stream != null) {
            columns.row(
                    name,
                    Figures.count(stream.packets()),
                    Figures.count(stream.lost()),
                    Figures.count(stream.discarded()),
                    Figures.ms(stream.jitterMs()),
                    Figures.ms(stream.bufferMs()),
                    Figures.ms(stream.r()),
                    Figures.score(stream.mos()));
        }
    }

    private static String roundTrip(@Nullable MediaQuality quality) {
        return quality == null || quality.rttMs() == null ? "" : "round trip " + Figures.ms(quality.rttMs()) + " ms";
    }

    private String heading(String title, String remark) {
        return ink.bold(title) + (remark.isEmpty() ? "" : "  " + ink.faint(remark)) + "\n";
    }

    private static String strip(StringBuilder text) {
        return text.toString().replaceAll(" +\n", "\n");
    }
}
