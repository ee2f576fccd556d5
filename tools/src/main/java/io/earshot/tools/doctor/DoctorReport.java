package io.earshot.tools.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What was found, for programs. */
final class DoctorReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Of the JSON: grows when a name in it changes or goes; names may be added without. */
    private static final int VERSION = 1;

    private DoctorReport() {}

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
            if (!run.because().isEmpty()) {
                check.put("because", run.because());
            }
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

    /** Findings of this severity. */
    static long count(List<CheckRun> runs, Status severity) {
        return runs.stream()
                .flatMap(run -> run.verdict().findings().stream())
                .filter(it -> it.severity() == severity)
                .count();
    }
}
