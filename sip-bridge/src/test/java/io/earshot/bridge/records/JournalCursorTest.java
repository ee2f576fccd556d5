package io.earshot.bridge.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCursorTest {
    private static final JournalPosition NEW = new JournalPosition("new", 7);

    @TempDir
    Path folder;

    private JournalCursor open() throws IOException {
        return JournalCursor.open(folder.resolve("webhook.cursor"), NEW);
    }

    private static JournalPosition at(long offset) {
        return new JournalPosition("0123456789abcdef01234567", offset);
    }

    @Test
    void shouldBeginWhereItIsToldAndStayThere() throws Exception {
        try (JournalCursor cursor = open()) {
            assertThat(cursor.position()).isEqualTo(NEW);
        }
        try (JournalCursor cursor = JournalCursor.open(folder.resolve("webhook.cursor"), at(99))) {
            assertThat(cursor.position()).isEqualTo(NEW);
        }
    }

    @Test
    void shouldHoldTheOlderPlaceWhereverAWriteOfTheNewerIsTorn() throws Exception {
        Path file = folder.resolve("webhook.cursor");
        try (JournalCursor cursor = open()) {
            cursor.advance(at(10));
        }
        byte[] before = Files.readAllBytes(file);
        try (JournalCursor cursor = open()) {
            cursor.advance(at(20));
        }
        byte[] after = Files.readAllBytes(file);
        for (int torn = 0; torn <= after.length; torn++) {
            byte[] mixed = before.clone();
            System.arraycopy(after, 0, mixed, 0, torn);
            Files.write(file, mixed);
            try (JournalCursor cursor = open()) {
                assertThat(cursor.position()).as("torn at %s", torn).isIn(at(10), at(20));
            }
        }
    }

    @Test
    void shouldBeginAtTheStartWhenNothingWholeIsLeft() throws Exception {
        Files.write(folder.resolve("webhook.cursor"), new byte[256]);

        try (JournalCursor cursor = open()) {
            assertThat(cursor.position()).isEqualTo(JournalPosition.START);
        }
    }
}
