package io.earshot.tools.report;

import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.SipStep;
import java.util.List;

/** The SIP exchange as a drawn ladder. */
final class LadderSection {
    private static final int ROW = 30;
    private static final int LEFT = 110;
    private static final int RIGHT = 470;
    private static final int TOP = 34;
    private final CallOutcome call;

    LadderSection(CallOutcome call) {
        this.call = call;
    }

    String render() {
        return Html.section("SIP", "milliseconds since the INVITE", "<div class=\"scroll\">" + drawing() + "</div>");
    }

    private String drawing() {
        List<SipStep> steps = call.ladder();
        int height = TOP + ROW * steps.size() + 14;
        StringBuilder svg = new StringBuilder("<svg class=\"ladder\" width=\"720\" height=\"" + height
                + "\" viewBox=\"0 0 720 " + height + "\" role=\"img\" aria-label=\"SIP ladder\">"
                + "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\""
                + " orient=\"auto-start-reverse\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>");
        svg.append(lifeline(LEFT, "caller", height)).append(lifeline(RIGHT, "bridge", height));
        for (int i = 0; i < steps.size(); i++) {
            svg.append(arrow(steps.get(i), TOP + ROW * i + 20));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String lifeline(int x, String name, int height) {
        return "<text class=\"end\" x=\"" + x + "\" y=\"16\">" + name + "</text><line class=\"life\" x1=\"" + x
                + "\" y1=\"24\" x2=\"" + x + "\" y2=\"" + height + "\"/>";
    }

    private static String arrow(SipStep step, int y) {
        int from = step.outgoing() ? LEFT : RIGHT;
        int to = step.outgoing() ? RIGHT : LEFT;
        return "<text class=\"at\" x=\"" + (LEFT - 12) + "\" y=\"" + (y + 4) + "\">" + Figures.ms(step.atMs())
                + "</text><line class=\"" + (step.outgoing() ? "out" : "in") + "\" x1=\"" + from + "\" y1=\"" + y
                + "\" x2=\"" + to + "\" y2=\"" + y + "\" marker-end=\"url(#tip)\"/><text class=\"what\" x=\""
                + (LEFT + RIGHT) / 2 + "\" y=\"" + (y - 6) + "\">" + Html.escape(step.text())
                + "</text><text class=\"note\" x=\"" + (RIGHT + 14) + "\" y=\"" + (y + 4) + "\">"
                + Html.escape(step.note()) + "</text>";
    }
}
