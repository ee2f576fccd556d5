package io.earshot.tools.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.tools.console.Ink;
import java.util.List;
import java.util.Locale;

/** What was found, for people and for programs. */
final class DoctorReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Of the JSON: grows when a name in it changes or goes; names may be added without. */
    private static final int VERSION = 1;

    private DoctorReport() {}

    /** One check: a line, and three for each finding. */
    static String text(CheckRun run, Ink ink) {
        Verdict verdict = run.verdict();
        StringBuilder text = new StringBuilder();
        text.append(paint(
                ink,
                verdict.status(),
                String.format(Locale.ROOT, "%-8s", verdict.status().word())));
        text.append(String.format(Locale.ROOT, " %-20s ", run.name()))
                .append(clean(verdict.measured()))
                .append('\n');
        for (Finding each : verdict.findings()) {
            text.append("           ")
                    .append(paint(ink, each.severity(), each.severity().word()));
            text.append(": ").append(clean(each.cause())).append('\n');
            text.append("           fix: ").append(clean(each.fix())).append('\n');
        }
        return text.toString();
    }

    /** The last line. */
    static String summary(List<CheckRun> runs) {
        long faults = count(runs, Status.FAULT);
        long warnings = count(runs, Status.WARNING);
        return faults + warnings == 0
                ? "nothing is wrong with what was looked at"
                : faults
                        + (faults == 1 ? " fault, " : " faults, ")
                        + warnings
                        + (warnings == 1 ? " warning" : " warnings");
    }

    /** Everything as one JSON document. */
    static String json(List<CheckRun> runs) {
        ObjectNode report = JSON.createObjectNode();
        report.put("version", VERSION);
        report.put("healthy", count(runs, Status.FAULT) == 0);
        report.put("exitCode", Doctor.exitCode(runs));
        report.put("faults", count(runs, Status.FAULT)).put("warnings", count(runs, Status.WARNING));
        ArrayNode checks = report.putArray("checks");
        for (CheckRun run : runs) {
            ObjectNode check = checks.addObject();
            check.put("name", run.name()).put("status", run.verdict().status().word());
            check.put("measured", run.verdict().measured())
                    .put("tookMs", run.took().toMillis());
            ArrayNode findings = check.putArray("findings");
            for (Finding each : run.verdict().findings()) {
                findings.addObject()
                        .put("severity", each.severity().word())
                        .put("class", each.kind().word())
                        .put("cause", each.cause())
                        .put("fix", each.fix());
            }
        }
        return report.toPrettyString();
    }

    private static long count(List<CheckRun> runs, Status severity) {
        return runs.stream()
                .flatMap(run -> run.verdict().findings().stream())
                .filter(it -> it.severity() == severity)
                .count();
    }

    /** What others sent may hold control characters. */
    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private static String paint(Ink ink, Status status, String text) {
        return switch (status) {
            case OK -> ink.good(text);
            case SKIPPED -> ink.faint(text);
            case WARNING -> ink.bold(text);
            case FAULT -> ink.bad(text);
        };
    }
}
