package io.earshot.tools.report;

import io.earshot.tools.capture.WavAudio;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call as one HTML file: no script, style, font or picture from anywhere else. Pure functions. */
public final class HtmlReport {
    private HtmlReport() {}

    /**
     * The page.
     *
     * @param sound the recording, which begins with the answer; null when there is none
     */
    public static String render(CallReport report, @Nullable WavAudio sound) {
        FactsSection facts = new FactsSection(report);
        BridgeCall inside = report.inside();
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                + "<title>" + Html.escape(report.title()) + "</title>\n<style>\n" + resource("report.css")
                + "</style></head><body><main>\n"
                + header(report)
                + facts.cards()
                + new TimelineSection(report, sound).render()
                + new WaterfallSection(
                                inside == null ? List.of() : inside.turns(),
                                report.latency().stages())
                        .render()
                + facts.turns()
                + facts.quality()
                + new LadderSection(report.outside()).render()
                + footer(report.files())
                + "</main>\n<script>\n" + resource("report.js") + "</script></body></html>\n";
    }

    private static String header(CallReport report) {
        return "<header><h1>" + Html.escape(report.title()) + "</h1><p>"
                + Html.escape(report.outside().target()) + " &middot; "
                + Html.escape(report.outside().startedAt().toString().replaceAll("\\.\\d+", "")) + " &middot; Call-ID "
                + Html.escape(report.outside().callId()) + "</p></header>\n";
    }

    private static String footer(CallReport.Files files) {
        StringBuilder links = new StringBuilder("<footer>Files beside this one:");
        Stream.of(files.wav(), files.pcap(), files.hlog())
                .filter(Objects::nonNull)
                .map(Html::escape)
                .forEach(name -> links.append(" <a href=\"")
                        .append(name)
                        .append("\">")
                        .append(name)
                        .append("</a>"));
        return links.append("</footer>\n").toString();
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream("/report/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
