package io.earshot.tools.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.bridge.records.JournalReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Prints those records of a journal that are wanted. Confined to one thread. */
public final class RecordPrinter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LOOK_EVERY_MS = 200;

    private final PrintWriter out;
    private final Form form;
    private final Instant since;
    private final List<Condition> conditions;
    private final Ratios ratios = new Ratios();
    private final boolean summary;

    /** How a record is printed. */
    public enum Form {
        /** A line for people. */
        TABLE,
        /** All of it. */
        JSON,
        /** The most used fields. */
        CSV
    }

    /**
     * A printer.
     *
     * @param since calls that began earlier are left out
     * @param conditions as {@code end.reason=failed}; all must hold
     * @param summary whether ratios over all these calls follow
     * @throws IllegalArgumentException when one is no condition
     */
    public RecordPrinter(PrintWriter out, Form form, Instant since, List<String> conditions, boolean summary) {
        this.out = out;
        this.form = form;
        this.since = since;
        this.conditions = conditions.stream().map(Condition::parse).toList();
        this.summary = summary;
    }

    /** Prints what is there, and what comes as long as this thread is not interrupted when {@code follow} is set. */
    public void print(Path file, boolean follow) throws IOException, InterruptedException {
        if (form == Form.CSV) {
            out.println(Line.csvHead());
        }
        try (JournalReader reader = JournalReader.of(file)) {
            printAll(reader);
            while (follow) {
                Thread.sleep(LOOK_EVERY_MS);
                printAll(reader);
            }
        }
        if (summary) {
            out.println(ratios);
        }
        out.flush();
    }

    private void printAll(JournalReader reader) throws IOException {
        for (JournalReader.Line line = reader.next(); line != null; line = reader.next()) {
            print(line.json());
        }
        out.flush();
    }

    private void print(byte[] line) throws IOException {
        JsonNode record;
        try {
            record = JSON.readTree(new String(line, StandardCharsets.UTF_8));
        } catch (JsonProcessingException noRecord) {
            return;
        }
        if (!wanted(record)) {
            return;
        }
        ratios.add(record);
        out.println(
                switch (form) {
                    case TABLE -> Line.shown(record);
                    case JSON -> record.toString();
                    case CSV -> Line.csv(record);
                });
    }

    private boolean wanted(JsonNode record) {
        String startedAt = record.path("startedAt").asText();
        return !startedAt.isEmpty()
                && !Instant.parse(startedAt).isBefore(since)
                && conditions.stream().allMatch(condition -> condition.holds(record));
    }
}
