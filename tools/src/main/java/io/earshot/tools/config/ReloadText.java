package io.earshot.tools.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** What became of a reload, for people. Stateless. */
final class ReloadText {
    private ReloadText() {}

    /** The report of {@code POST /v1/admin/reload}, as lines. */
    static String of(JsonNode report) {
        StringBuilder text = new StringBuilder();
        Set<String> told = new HashSet<>();
        switch (report.path("outcome").asText()) {
            case "refused" -> refused(text, report.path("faults"));
            case "unchanged" -> text.append("nothing changed\n");
            default -> applied(text, report.path("changed"), told);
        }
        waiting(text, report.path("pending"), told);
        report.path("warnings")
                .forEach(warning ->
                        text.append("warning: ").append(warning.asText()).append('\n'));
        if (report.path("keysAreChecked").asBoolean()) {
            text.append("vendors are still being asked about changed keys: see provider_keys in earshot status\n");
        }
        return text.toString();
    }

    private static void refused(StringBuilder text, JsonNode faults) {
        text.append("refused, nothing is changed: ")
                .append(count(faults.size(), "fault"))
                .append('\n');
        for (JsonNode fault : faults) {
            text.append("  ")
                    .append(fault.path("where").asText())
                    .append(": ")
                    .append(fault.path("key").asText())
                    .append(": ")
                    .append(fault.path("problem").asText())
                    .append('\n');
        }
    }

    private static void applied(StringBuilder text, JsonNode changed, Set<String> told) {
        int waiting = 0;
        for (JsonNode change : changed) {
            waiting += change.has("reason") ? 1 : 0;
        }
        text.append("applied: ").append(count(changed.size() - waiting, "key")).append(" in force for new calls");
        text.append(waiting == 0 ? "\n" : ", " + waiting + " after a restart\n");
        for (JsonNode change : changed) {
            line(text, change);
            told.add(change.path("key").asText());
        }
    }

    private static void waiting(StringBuilder text, JsonNode pending, Set<String> told) {
        boolean first = true;
        for (JsonNode change : pending) {
            if (told.add(change.path("key").asText())) {
                text.append(first ? "still waiting for a restart:\n" : "");
                first = false;
                line(text, change);
            }
        }
    }

    private static void line(StringBuilder text, JsonNode change) {
        text.append("  ").append(change.path("key").asText()).append(": ");
        text.append(
                change.has("from")
                        ? change.path("from").asText() + " -> "
                                + change.path("to").asText()
                        : "changed");
        if (change.has("reason")) {
            text.append(" (after a restart: ")
                    .append(change.path("reason").asText())
                    .append(')');
        }
        text.append('\n');
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
