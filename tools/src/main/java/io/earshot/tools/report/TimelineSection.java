package io.earshot.tools.report;

import io.earshot.tools.call.OutsideTurn;
import io.earshot.tools.capture.WavAudio;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Both sides of the call on one time axis: waveforms, what was said, and the silence before each answer. */
final class TimelineSection {
    private static final int PIECES_A_SECOND = 50;
    private static final int MAX_PIECES = 6_000;
    private final CallReport report;
    private final @Nullable WavAudio sound;
    private final double lengthMs;

    /** @param sound the recording, which begins with the answer of the call; null when there is none */
    TimelineSection(CallReport report, @Nullable WavAudio sound) {
        this.report = report;
        this.sound = sound;
        this.lengthMs = Math.max(1, report.outside().endedMs() - originMs());
    }

    String render() {
        StringBuilder body = new StringBuilder();
        body.append(player());
        body.append("<div class=\"scroll\"><div class=\"timeline\" data-length=\"")
                .append(String.format(Locale.ROOT, "%.3f", lengthMs / 1_000))
                .append("\" style=\"min-width:")
                .append(Math.round(lengthMs / 1_000 * 36))
                .append("px\">\n")
                .append(axis())
                .append(lane("caller", 0, "above"))
                .append("<div class=\"gaps\">")
                .append(gaps())
                .append("</div>\n")
                .append(lane("agent", 1, "below"))
                .append("<div class=\"playhead\" hidden></div></div></div>\n");
        return Html.section(
                "The call",
                "both sides on one time axis, with the silence before each answer; click to listen from there",
                body.toString());
    }

    private double originMs() {
        Double answered = report.outside().answeredMs();
        return answered == null ? 0 : answered;
    }

    private String player() {
        String wav = report.files().wav();
        return wav == null ? "" : "<audio controls preload=\"metadata\" src=\"" + Html.escape(wav) + "\"></audio>\n";
    }

    private String axis() {
        StringBuilder axis = new StringBuilder("<div class=\"axis\">");
        int step = lengthMs > 120_000 ? 10 : lengthMs > 60_000 ? 5 : 2;
        for (int second = 0; second * 1_000 < lengthMs; second += step) {
            axis.append("<i style=\"left:")
                    .append(Html.percent(second * 1_000, lengthMs))
                    .append("\">");
            axis.append(second / 60).append(String.format(Locale.ROOT, ":%02d</i>", second % 60));
        }
        return axis.append("</div>\n").toString();
    }

    private String lane(String speaker, int channel, String side) {
        String wave = "<div class=\"wave " + speaker + "\">" + wave(channel) + "</div>\n";
        String said = "<div class=\"said " + speaker + " " + side + "\">" + said(speaker) + "</div>\n";
        String name = "<b class=\"who " + speaker + "\">" + speaker + "</b>";
        wave = wave.replace("</div>", name + "</div>");
        return channel == 0 ? said + wave : wave + said;
    }

    private String wave(int channel) {
        if (sound == null || sound.channels() <= channel) {
            return "";
        }
        int pieces = (int) Math.min(MAX_PIECES, sound.millis() * PIECES_A_SECOND / 1_000);
        Waveform wave = new Waveform(sound.channel(channel), pieces);
        return "<svg style=\"width:" + Html.percent((double) sound.millis(), lengthMs) + "\" viewBox=\"0 -1 "
                + wave.width() + " 2\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path d=\"" + wave.path()
                + "\"/></svg>";
    }

    private String said(String speaker) {
        StringBuilder bubbles = new StringBuilder();
        List<BridgeCall.Line> lines =
                report.inside() == null ? List.of() : report.inside().transcript();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).speaker().equals(speaker)) {
                bubbles.append(bubble(lines.get(i), nextStart(lines, i, speaker)));
            }
        }
        return bubbles.toString();
    }

    private static double nextStart(List<BridgeCall.Line> lines, int index, String speaker) {
        for (BridgeCall.Line line : lines.subList(index + 1, lines.size())) {
            if (line.speaker().equals(speaker)) {
                return line.startMs();
            }
        }
        return Double.MAX_VALUE;
    }

    /** As wide as the time until the same speaker's next words: text never covers text. */
    private String bubble(BridgeCall.Line line, double nextMs) {
        double left = line.startMs() + report.insideOffsetMs() - originMs();
        double width = Math.min(nextMs + report.insideOffsetMs() - originMs(), lengthMs) - left;
        return "<p style=\"left:" + Html.percent(left, lengthMs) + ";width:" + Html.percent(width, lengthMs) + "\">"
                + "<span>" + Html.escape(line.text())
                + (line.interrupted() ? " <em>interrupted</em>" : "") + "</span></p>";
    }

    private String gaps() {
        StringBuilder gaps = new StringBuilder();
        for (OutsideTurn turn : report.outside().turns()) {
            gaps.append(gap("gap", "answer after", turn.endMs(), turn.gapMs()));
            gaps.append(gap("stop", "stops after", turn.startMs(), turn.stopMs()));
        }
        return gaps.toString();
    }

    private String gap(String kind, String title, double startMs, @Nullable Double ms) {
        if (ms == null || ms <= 0) {
            return "";
        }
        return "<b class=\"" + kind + "\" title=\"" + title + " " + Figures.ms(ms) + " ms\" style=\"left:"
                + Html.percent(startMs - originMs(), lengthMs) + ";width:" + Html.percent(ms, lengthMs) + "\"><span>"
                + (kind.equals("stop") ? "silent in " : "") + Math.round(ms) + " ms</span></b>";
    }
}
