package io.earshot.tools.report;

import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.MediaQuality;
import io.earshot.tools.call.OutsideTurn;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The figures of a call in cards and tables: summary, turns at the caller's ear, media quality. */
final class FactsSection {
    private final CallReport report;

    FactsSection(CallReport report) {
        this.report = report;
    }

    /** The most telling figures, large. */
    String cards() {
        CallOutcome call = report.outside();
        List<Double> gaps = values(call.turns().stream().map(OutsideTurn::gapMs).toList());
        List<Double> stops =
                values(call.turns().stream().map(OutsideTurn::stopMs).toList());
        return "<div class=\"cards\">"
                + card("result", call.status() + " " + call.reason(), call.answered() ? "good" : "bad")
                + card("set-up", Figures.ms(call.answeredMs()) + " ms", "")
                + card("answer after, median", Figures.ms(median(gaps)) + " ms", "")
                + card("silent when interrupted", Figures.ms(median(stops)) + " ms", "")
                + card("quality at the caller", "MOS " + mos(call.quality()), "")
                + card("codec", call.codec(), "")
                + card("length", Figures.clock(call.endedMs()), "")
                + "</div>\n";
    }

    /** Each turn from both ends. */
    String turns() {
        StringBuilder rows = new StringBuilder(Html.head(
                "caller said",
                "answer after, ms",
                "audible after, ms",
                "silent when interrupted, ms",
                "bridge says, ms",
                "differs, ms"));
        for (TurnPairs.Pair pair : TurnPairs.of(report)) {
            OutsideTurn turn = pair.outside();
            rows.append(Html.row(
                    turn.said(),
                    Figures.ms(turn.gapMs()),
                    Figures.ms(turn.audibleGapMs()),
                    turn.interruption() ? Figures.ms(turn.stopMs()) : "",
                    Figures.ms(pair.inside() == null ? null : pair.inside().totalMs()),
                    Figures.signedMs(pair.differenceMs())));
        }
        return Html.section(
                "Turns at the caller's ear",
                "the silence before each answer, measured by the caller's softphone and by the bridge",
                "<div class=\"scroll\"><table>" + rows + "</table></div>\n");
    }

    /** Media quality of both directions from both ends. */
    String quality() {
        MediaQuality outside = report.outside().quality();
        MediaQuality inside = report.inside() == null ? null : report.inside().quality();
        String rows =
                Html.head("direction, seen by", "packets", "lost", "discarded", "jitter ms", "buffer ms", "R", "MOS")
                        + stream("agent → caller, at the caller", outside == null ? null : outside.received())
                        + stream("agent → caller, reported to the bridge", inside == null ? null : inside.sent())
                        + stream("caller → agent, at the bridge", inside == null ? null : inside.received())
                        + stream("caller → agent, reported to the caller", outside == null ? null : outside.sent());
        String remark =
                outside == null || outside.rttMs() == null ? "" : "round trip " + Figures.ms(outside.rttMs()) + " ms";
        return Html.section(
                "Media quality",
                remark,
                "<div class=\"scroll\"><table>" + rows + "</table></div>\n"
                        + lateness(report.latency().rtpSend()));
    }

    private static String lateness(LatencyFigures.@Nullable Lateness late) {
        return late == null
                ? ""
                : "<p class=\"legend\">RTP packets left the bridge late by p50 " + Figures.ms(late.p50Ms()) + ", p99 "
                        + Figures.ms(late.p99Ms()) + ", p99.9 " + Figures.ms(late.p999Ms()) + ", at most "
                        + Figures.ms(late.maxMs()) + " ms (" + late.packets() + " packets)</p>\n";
    }

    private static String stream(String name, MediaQuality.@Nullable Stream stream) {
        return stream == null
                ? ""
                : Html.row(
                        name,
                        Figures.count(stream.packets()),
                        Figures.count(stream.lost()),
                        Figures.count(stream.discarded()),
                        Figures.ms(stream.jitterMs()),
                        Figures.ms(stream.bufferMs()),
                        Figures.ms(stream.r()),
                        Figures.score(stream.mos()));
    }

    private static String card(String name, String value, String style) {
        return "<div class=\"card " + style + "\"><b>" + Html.escape(value) + "</b><span>" + Html.escape(name)
                + "</span></div>";
    }

    private static String mos(@Nullable MediaQuality quality) {
        return quality == null || quality.received() == null
                ? Figures.UNKNOWN
                : Figures.score(quality.received().mos());
    }

    private static List<Double> values(List<@Nullable Double> values) {
        return values.stream().filter(Objects::nonNull).sorted().toList();
    }

    private static @Nullable Double median(List<Double> sorted) {
        return sorted.isEmpty() ? null : sorted.get((sorted.size() - 1) / 2);
    }
}
