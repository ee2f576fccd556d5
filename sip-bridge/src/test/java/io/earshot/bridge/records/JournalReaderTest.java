package io.earshot.bridge.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.webhook.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalReaderTest {
    @TempDir
    Path folder;

    private JournalPosition last = JournalPosition.START;

    private CallJournal open(long rotateBytes, boolean compress) throws IOException {
        return CallJournal.open(TestJournals.config(folder, rotateBytes, compress));
    }

    private List<String> rest(JournalReader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JournalReader.Line line = reader.next(); line != null; line = reader.next()) {
            lines.add(new String(line.json(), StandardCharsets.UTF_8));
            last = line.after();
        }
        return TestJournals.ids(lines);
    }

    private static void write(CallJournal journal, String... ids) throws Exception {
        long before = journal.written();
        for (String id : ids) {
            journal.add(Records.ended(id));
        }
        Eventually.until(() -> journal.written() == before + ids.length);
    }

    @Test
    void shouldGiveEachLineOnceAsItComes() throws Exception {
        try (CallJournal journal = open(1_000_000, false);
                JournalReader reader = journal.read(JournalPosition.START)) {
            assertThat(rest(reader)).isEmpty();
            write(journal, "A", "B");
            assertThat(rest(reader)).containsExactly("A", "B");
            assertThat(rest(reader)).isEmpty();
            write(journal, "C");
            assertThat(rest(reader)).containsExactly("C");
        }
    }

    @Test
    void shouldGoOnFromItsPlaceInTheNextProcess() throws Exception {
        try (CallJournal journal = open(1_000_000, false);
                JournalReader reader = journal.read(JournalPosition.START)) {
            write(journal, "A", "B");
            reader.next();
            last = reader.position();
        }
        try (CallJournal journal = open(1_000_000, false);
                JournalReader reader = journal.read(last)) {
            write(journal, "C");
            assertThat(rest(reader)).containsExactly("B", "C");
        }
    }

    @Test
    void shouldReadThroughFilesThatAreSetAsideAndCompressedMeanwhile() throws Exception {
        List<String> read = new ArrayList<>();
        List<String> written = new ArrayList<>();
        try (CallJournal journal = open(4_096, true);
                JournalReader reader = journal.read(JournalPosition.START)) {
            for (int i = 0; i < 120; i++) {
                written.add("N" + i);
                write(journal, "N" + i);
                if (i % 7 == 0) {
                    read.addAll(rest(reader));
                }
            }
            read.addAll(rest(reader));
            assertThat(reader.skippedFiles()).isZero();
        }
        assertThat(read).isEqualTo(written);
        try (CallJournal journal = open(4_096, true);
                JournalReader late = journal.read(JournalPosition.START)) {
            assertThat(rest(late)).isEqualTo(written);
        }
    }

    @Test
    void shouldGoOnInACompressedFile() throws Exception {
        try (CallJournal journal = open(4_096, true);
                JournalReader reader = journal.read(JournalPosition.START)) {
            write(journal, "A", "B");
            reader.next();
            last = reader.position();
            for (int i = 0; i < 30; i++) {
                write(journal, "N" + i);
            }
            Eventually.until(() -> journal.keeper().compressed() > 0);
        }
        try (CallJournal journal = open(4_096, true);
                JournalReader reader = journal.read(last)) {
            assertThat(rest(reader)).hasSize(31).startsWith("B", "N0").endsWith("N29");
        }
    }

    @Test
    void shouldNotPassOverNewLinesWhenACrashTookTheOnesThatWereRead() throws Exception {
        try (CallJournal journal = open(1_000_000, false);
                JournalReader reader = journal.read(JournalPosition.START)) {
            write(journal, "A", "B", "C");
            rest(reader);
        }
        Path file = folder.resolve("calls.jsonl");
        long one = Files.size(file) / 3;
        try (var cut = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
            cut.truncate(2 * one - 5);
        }
        try (CallJournal journal = open(1_000_000, false);
                JournalReader reader = journal.read(last)) {
            write(journal, "D");
            assertThat(rest(reader)).containsExactly("D");
        }
    }

    @Test
    void shouldBeginAtTheEndOfAnOldJournalWhenItComesNew() throws Exception {
        try (CallJournal journal = open(1_000_000, false)) {
            write(journal, "A");
        }
        try (CallJournal journal = open(1_000_000, false);
                JournalReader reader = journal.read(journal.opened())) {
            write(journal, "B");
            assertThat(rest(reader)).containsExactly("B");
        }
    }

    @Test
    void shouldTellThatTheFileItNeededIsGone() throws Exception {
        try (CallJournal journal = open(1_000_000, false)) {
            write(journal, "A");
            try (JournalReader reader = journal.read(new JournalPosition("0123456789abcdef01234567", 10))) {
                assertThat(rest(reader)).containsExactly("A");
                assertThat(reader.skippedFiles()).isEqualTo(1);
            }
        }
    }
}
