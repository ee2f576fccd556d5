package io.earshot.tools.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.bridge.records.CallJournal;
import io.earshot.bridge.records.JournalConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordPrinterTest {
    private static final String RECORD = """
            {"v":1,"callId":"%s","startedAt":"%s","endedMs":61500,"mode":"direct","from":"sip:%s@example.com","to":"=1+1",\
            "answeredMs":20.5,"turns":[{}],"end":{"reason":"%s","by":"caller","sipStatus":200},"quality":{"received":{"mos":%s}}}""";

    @TempDir
    Path folder;

    private void write(String... records) throws IOException {
        try (CallJournal journal = CallJournal.open(new JournalConfig(
                folder.resolve("calls.jsonl"),
                JournalConfig.Sync.NEVER,
                Duration.ofSeconds(1),
                4_096,
                Duration.ZERO,
                true,
                Duration.ZERO,
                0))) {
            for (String record : records) {
                journal.add(record.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static String record(String id, String at, String from, String reason, double mos) {
        return RECORD.formatted(id, at, from, reason, mos);
    }

    private List<String> print(RecordPrinter.Form form, Instant since, boolean summary, String... where)
            throws Exception {
        StringWriter text = new StringWriter();
        new RecordPrinter(new PrintWriter(text), form, since, List.of(where), summary)
                .print(folder.resolve("calls.jsonl"), false);
        return text.toString().lines().toList();
    }

    @Test
    void shouldPrintALineACall() throws Exception {
        write(record("A", "2026-11-20T08:00:00Z", "anna", "caller_hung_up", 4.2));

        List<String> lines = print(RecordPrinter.Form.TABLE, Instant.EPOCH, true);

        assertThat(lines.getFirst())
                .contains("2026-11-20T08:00:00Z", "A", "61.5 s", "caller_hung_up", "mos  4.2/", "sip:anna@example.com");
        assertThat(lines.getLast()).isEqualTo("1 calls  SER 100.0 %  SEER 100.0 %  ISA 0.0 %  SCR 100.0 %");
    }

    @Test
    void shouldPrintOnlyWhatIsWanted() throws Exception {
        write(
                record("A", "2026-11-20T08:00:00Z", "anna", "caller_hung_up", 4.2),
                record("B", "2026-11-20T09:00:00Z", "bert", "failed", 2.0),
                record("C", "2026-11-20T10:00:00Z", "carl", "failed", 4.0));

        assertThat(print(RecordPrinter.Form.CSV, Instant.EPOCH, false, "end.reason=failed", "quality.received.mos<3"))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("2026-11-20T09:00:00Z,B,");
        assertThat(print(RecordPrinter.Form.JSON, Instant.parse("2026-11-20T09:30:00Z"), false))
                .hasSize(1)
                .first()
                .asString()
                .contains("\"callId\":\"C\"");
        assertThat(print(RecordPrinter.Form.JSON, Instant.EPOCH, false, "from~ann", "mode!=room"))
                .hasSize(1);
        assertThat(print(RecordPrinter.Form.JSON, Instant.EPOCH, false, "no.such=x"))
                .isEmpty();
    }

    @Test
    void shouldReadEveryFileOfAJournal() throws Exception {
        String[] many = new String[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = record("N" + i, "2026-11-20T08:00:00Z", "anna", "caller_hung_up", 4.2);
        }
        write(many);
        write(record("LAST", "2026-11-20T08:00:00Z", "anna", "caller_hung_up", 4.2));

        assertThat(print(RecordPrinter.Form.JSON, Instant.EPOCH, false)).hasSize(101);
    }

    @Test
    void shouldNotLetASpreadsheetRunWhatACallerSent() throws Exception {
        write(record("A", "2026-11-20T08:00:00Z", "anna", "caller_hung_up", 4.2));

        assertThat(print(RecordPrinter.Form.CSV, Instant.EPOCH, false).getLast())
                .contains(",'=1+1,");
    }

    @Test
    void shouldRefuseWhatIsNoCondition() {
        assertThatThrownBy(() -> print(RecordPrinter.Form.JSON, Instant.EPOCH, false, "reason"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FIELD=VALUE");
    }
}
