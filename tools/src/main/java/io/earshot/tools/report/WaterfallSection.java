package io.earshot.tools.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the time of each turn went, a bar a turn, and the percentiles of each stage. */
final class WaterfallSection {
    private static final int HUES = 12;
    private final List<BridgeCall.Turn> turns;
    private final List<LatencyFigures> figures;
    private final List<String> stages;

    WaterfallSection(List<BridgeCall.Turn> turns, List<LatencyFigures> figures) {
        this.turns = turns;
        this.figures = figures;
        Set<String> names = new LinkedHashSet<>();
        turns.forEach(turn -> names.addAll(turn.stages().keySet()));
        this.stages = names.stream().sorted(StageOrder.comparator()).toList();
    }

    String render() {
        return turns.isEmpty() && figures.isEmpty()
                ? ""
                : Html.section(
                        "Where the time went",
                        "from the RTP packet with the caller's last speech to the first RTP packet of the answer",
                        bars() + legend() + table());
    }

    private String bars() {
        double longest =
                turns.stream().mapToDouble(BridgeCall.Turn::totalMs).max().orElse(1);
        StringBuilder bars = new StringBuilder("<div class=\"bars\">\n");
        for (BridgeCall.Turn turn : turns) {
            bars.append("<div class=\"turn\"><span class=\"label\">")
                    .append(turn.turn())
                    .append(" <i>")
                    .append(Html.escape(turn.turnClass()))
                    .append("</i></span><div class=\"bar\">")
                    .append(segments(turn, longest))
                    .append("<span class=\"sum\">")
                    .append(Figures.ms(turn.totalMs()))
                    .append(" ms</span></div></div>\n");
        }
        return bars.append("</div>\n").toString();
    }

    private String segments(BridgeCall.Turn turn, double longest) {
        StringBuilder segments = new StringBuilder();
        for (Map.Entry<String, Double> stage : turn.stages().entrySet()) {
            segments.append(segment(hue(stage.getKey()), stage.getKey(), stage.getValue(), longest));
        }
        return segments.append(segment("unexplained", "unexplained", turn.unexplainedMs(), longest))
                .toString();
    }

    private static String segment(String style, String name, double ms, double longest) {
        return ms <= 0
                ? ""
                : "<b class=\"" + style + "\" style=\"width:" + Html.percent(ms * 0.88, longest) + "\" title=\""
                        + Html.escape(name) + " " + Figures.ms(ms) + " ms\"></b>";
    }

    private String legend() {
        StringBuilder legend = new StringBuilder("<p class=\"legend\">");
        for (String stage : stages) {
            legend.append("<span><b class=\"")
                    .append(hue(stage))
                    .append("\"></b>")
                    .append(Html.escape(stage))
                    .append("</span> ");
        }
        return legend.append("<span><b class=\"unexplained\"></b>unexplained</span></p>\n")
                .toString();
    }

    private String table() {
        if (figures.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("<div class=\"scroll\"><table class=\"figures\">")
                .append(Html.head("stage, ms", "turns", "n", "p50", "p90", "p99", "max", ""))
                .append("<tbody>");
        double span = figures.stream()
                .filter(WaterfallSection::stacks)
                .mapToDouble(LatencyFigures::p50Ms)
                .sum();
        double offset = 0;
        for (LatencyFigures f : figures) {
            if (shown(f)) {
                table.append(row(f, stacks(f) ? bar(f, offset, span) : ""));
                offset += stacks(f) ? f.p50Ms() : 0;
            }
        }
        return table.append("</tbody></table></div>\n").toString();
    }

    private static String row(LatencyFigures f, String bar) {
        String[] cells = {
            f.name(),
            f.turnClass(),
            Long.toString(f.count()),
            Figures.ms(f.p50Ms()),
            Figures.ms(f.p90Ms()),
            Figures.ms(f.p99Ms()),
            Figures.ms(f.maxMs())
        };
        return Html.row(cells).replace("</tr>", "<td class=\"mini\">" + bar + "</td></tr>");
    }

    /** Where the medians of the stages before it end, as wide as its own. */
    private String bar(LatencyFigures f, double offset, double span) {
        String hue = stages.contains(f.name()) ? hue(f.name()) : "unexplained";
        return "<b class=\"" + hue + "\" style=\"margin-left:" + Html.percent(offset * 0.99, span) + ";width:"
                + Html.percent(f.p50Ms() * 0.99, span) + "\"></b>";
    }

    private static boolean stacks(LatencyFigures f) {
        return f.turnClass().equals("answered")
                && !f.name().equals("total")
                && !f.name().contains("barge-in");
    }

    /** All stages of answered turns; of other classes the totals only, their bars above tell the rest. */
    private static boolean shown(LatencyFigures f) {
        return f.turnClass().equals("answered")
                || f.name().equals("total")
                || f.name().contains("barge-in");
    }

    private String hue(String stage) {
        return "s" + stages.indexOf(stage) % HUES;
    }
}
