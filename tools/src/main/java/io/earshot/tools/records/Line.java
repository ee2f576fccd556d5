package io.earshot.tools.records;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A record as one line of a table or of CSV. Stateless. */
final class Line {
    /** Columns of a CSV file, by their path in the record. */
    static final List<String> CSV = List.of(
            "startedAt",
            "callId",
            "sipCallId",
            "mode",
            "trunk",
            "from",
            "to",
            "room",
            "answeredMs",
            "endedMs",
            "end.reason",
            "end.by",
            "end.sipStatus",
            "end.q850",
            "codec",
            "signalling.postDialDelayMs",
            "signalling.sessionMs",
            "quality.received.mos",
            "quality.received.lost",
            "quality.received.jitterMs",
            "quality.sent.mos",
            "quality.sent.lost",
            "quality.sent.jitterMs",
            "quality.rttMs",
            "figures.turns",
            "figures.interruptions",
            "figures.stages.total.p50",
            "figures.stages.total.p95",
            "figures.providerFaults",
            "origin.node",
            "traceId");

    private Line() {}

    static String csvHead() {
        return String.join(",", CSV);
    }

    static String csv(JsonNode record) {
        return CSV.stream().map(path -> quoted(text(record, path))).collect(Collectors.joining(","));
    }

    /** When, who, how long, how it ended, how it sounded, how quick the agent was. */
    static String shown(JsonNode record) {
        return String.format(
                Locale.ROOT,
                "%-24s %-15s %-8s %8s  %-18s %-7s %3s  mos %4s/%-4s  turns %3s p50 %6s ms  %s -> %s",
                text(record, "startedAt"),
                text(record, "callId"),
                text(record, "mode"),
                seconds(Condition.at(record, "endedMs")),
                text(record, "end.reason"),
                text(record, "end.by"),
                text(record, "end.sipStatus"),
                rounded(Condition.at(record, "quality.received.mos")),
                rounded(Condition.at(record, "quality.sent.mos")),
                record.path("turns").size(),
                rounded(Condition.at(record, "figures.stages.total.p50")),
                text(record, "from"),
                text(record, "to"));
    }

    private static String seconds(JsonNode ms) {
        return ms.isNumber() ? String.format(Locale.ROOT, "%.1f s", ms.asDouble() / 1_000) : "-";
    }

    private static String rounded(JsonNode number) {
        return number.isNumber() ? String.format(Locale.ROOT, "%.1f", number.asDouble()) : "-";
    }

    private static String text(JsonNode record, String path) {
        JsonNode value = Condition.at(record, path);
        return value.isValueNode() ? value.asText() : "";
    }

    private static String quoted(String text) {
        // What begins a formula would be run by a spreadsheet.
        String safe = text.isEmpty() || "=+@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        return safe.matches("[^\",\\r\\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
