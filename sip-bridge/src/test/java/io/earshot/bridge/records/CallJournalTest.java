package io.earshot.bridge.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.webhook.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallJournalTest {
    @TempDir
    Path folder;

    private CallJournal open(long rotateBytes) throws IOException {
        return CallJournal.open(TestJournals.config(folder, rotateBytes, false));
    }

    private Path file() {
        return folder.resolve("calls.jsonl");
    }

    private List<String> ids() throws IOException {
        return TestJournals.ids(Files.readAllLines(file()));
    }

    @Test
    void shouldWriteOneLineACall() throws Exception {
        try (CallJournal journal = open(1_000_000)) {
            journal.add(Records.ended("A"));
            journal.add(Records.ended("B"));
        }

        assertThat(ids()).containsExactly("A", "B");
    }

    @Test
    void shouldWriteWhatAKilledProcessHadOnlyInItsTail() throws Exception {
        try (CallJournal journal = open(1_000_000)) {
            journal.add(Records.ended("A"));
        }
        leaveInTail("A", "B");

        open(1_000_000).close();

        assertThat(ids()).containsExactly("A", "B");
    }

    @Test
    void shouldNotDoubleWhatWasSetAsideBeforeTheTailWasCleared() throws Exception {
        try (CallJournal journal = open(1_000_000)) {
            journal.add(Records.ended("A"));
        }
        Files.move(file(), folder.resolve("calls-20261120-221500-000.jsonl"));
        leaveInTail("A", "B");

        open(1_000_000).close();

        assertThat(ids()).containsExactly("B");
    }

    @Test
    void shouldLoseNothingWhereverTheLastLineIsCut() throws Exception {
        try (CallJournal journal = open(1_000_000)) {
            journal.add(Records.ended("A"));
            journal.add(Records.ended("B"));
        }
        byte[] whole = Files.readAllBytes(file());
        int second = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
        for (int length = second; length <= whole.length; length++) {
            Files.write(file(), java.util.Arrays.copyOf(whole, length));
            leaveInTail("A", "B");

            try (CallJournal journal = open(1_000_000)) {
                journal.add(Records.ended("C"));
            }

            assertThat(ids()).as("cut at %s", length).containsExactly("A", "B", "C");
        }
    }

    @Test
    void shouldKeepWhatCameBeforeALineThatACrashTore() throws Exception {
        try (CallJournal journal = open(1_000_000)) {
            journal.add(Records.ended("A"));
        }
        Files.writeString(file(), "{\"callId\":\"B", StandardOpenOption.APPEND);

        try (CallJournal journal = open(1_000_000)) {
            journal.add(Records.ended("C"));
        }

        assertThat(ids()).containsExactly("A", "C");
    }

    @Test
    void shouldWriteAgainWhenAFullDiskHasRoom() throws Exception {
        Path full = Path.of("/dev/full");
        Files.createSymbolicLink(file(), full);
        try (CallJournal journal = open(1_000_000)) {
            journal.add(Records.ended("A"));
            Eventually.until(() -> journal.writeFailures() > 0);
            assertThat(journal.trouble()).contains("cannot be written");
            journal.add(Records.ended("B"));
            Path room = Files.createFile(folder.resolve("room.jsonl"));
            Files.createSymbolicLink(folder.resolve("new"), room);
            Files.move(folder.resolve("new"), file(), StandardCopyOption.REPLACE_EXISTING);

            Eventually.until(() -> journal.written() == 2);

            assertThat(journal.trouble()).isEmpty();
            assertThat(journal.lost()).isZero();
        }
        assertThat(ids()).containsExactly("A", "B");
    }

    @Test
    void shouldLeaveWhatCannotBeWrittenOnClosingToTheNextProcess() throws Exception {
        Files.createSymbolicLink(file(), Path.of("/dev/full"));
        try (CallJournal journal = open(1_000_000)) {
            journal.add(Records.ended("A"));
            Eventually.until(() -> journal.writeFailures() > 0);
            journal.add(Records.ended("B"));
        } catch (IOException closingTellsOfIt) {
            assertThat(closingTellsOfIt).isNotNull();
        }
        Files.delete(file());

        open(1_000_000).close();

        assertThat(ids()).containsExactlyInAnyOrder("A", "B");
    }

    @Test
    void shouldGiveATakenHalfAgainUntilItIsCleared() throws Exception {
        MappedTail tail = MappedTail.open(folder.resolve("small.tail"), 256);
        tail.offer("first".getBytes(StandardCharsets.UTF_8));
        assertThat(tail.takeHalf()).hasSize(1);
        tail.offer("second".getBytes(StandardCharsets.UTF_8));

        assertThat(texts(tail.takeHalf())).containsExactly("first");
        tail.offer("third".getBytes(StandardCharsets.UTF_8));
        assertThat(texts(tail.recover())).containsExactly("first", "second", "third");
        tail.clearTaken();
        assertThat(texts(tail.takeHalf())).containsExactly("second", "third");
    }

    @Test
    void shouldIgnoreAnEntryWithoutItsLength() throws Exception {
        Path file = folder.resolve("torn.tail");
        MappedTail.open(file, 4_096).offer("whole".getBytes(StandardCharsets.UTF_8));
        byte[] octets = Files.readAllBytes(file);
        System.arraycopy("torn".getBytes(StandardCharsets.UTF_8), 0, octets, 4 + 5 + 4, 4);
        Files.write(file, octets);

        assertThat(texts(MappedTail.open(file, 4_096).recover())).containsExactly("whole");
    }

    @Test
    void shouldSetAFullFileAside() throws Exception {
        for (int batch = 0; batch < 2; batch++) {
            try (CallJournal journal = open(4_096)) {
                for (int i = 0; i < 40; i++) {
                    journal.add(Records.ended(batch + "-" + i));
                }
            }
        }

        assertThat(TestJournals.idsOfAllFiles(folder)).hasSize(80).doesNotHaveDuplicates();
        assertThat(new Segments(file()).aside()).isNotEmpty();
    }

    @Test
    void shouldNameWhatIsSetAsideLaterThanWhatWasWhateverTheClockSays() throws Exception {
        Segments segments = new Segments(file());
        Files.createFile(folder.resolve("calls-20991231-235959-999.jsonl.gz"));

        assertThat(segments.nextAside(Instant.EPOCH).getFileName()).hasToString("calls-21000101-000000-000.jsonl");
    }

    @Test
    void shouldCompressAndDeleteWhatWasSetAsideButNothingThatIsNeeded() throws Exception {
        List<String> all = new ArrayList<>();
        try (CallJournal journal = CallJournal.open(TestJournals.config(folder, 4_096, true))) {
            JournalReader reader = journal.read(JournalPosition.START);
            for (int i = 0; i < 80; i++) {
                journal.add(Records.ended("N" + i));
                long count = i + 1;
                Eventually.until(() -> journal.written() == count);
            }
            Eventually.until(() -> journal.keeper().compressed() > 2);
            JournalPosition[] needed = {JournalPosition.START};
            journal.hold(() -> needed[0]);
            Instant later = Instant.now().plus(Duration.ofDays(2));

            journal.keeper().tidy(later);
            assertThat(journal.keeper().deleted()).isZero();
            for (JournalReader.Line line = reader.next(); line != null; line = reader.next()) {
                all.addAll(TestJournals.ids(List.of(new String(line.json(), StandardCharsets.UTF_8))));
                needed[0] = line.after();
            }
            journal.keeper().tidy(later);
            assertThat(journal.keeper().deleted()).isPositive();
        }
        assertThat(all).hasSize(80).doesNotHaveDuplicates();
    }

    @Test
    void shouldLoseNothingFromManyThreads() throws Exception {
        try (CallJournal journal = open(100_000_000)) {
            CountDownLatch done = new CountDownLatch(4);
            IntStream.range(0, 4)
                    .forEach(thread -> Thread.ofPlatform().start(() -> {
                        IntStream.range(0, 500).forEach(i -> journal.add(Records.ended(thread + "-" + i)));
                        done.countDown();
                    }));
            done.await();
        }

        assertThat(ids()).hasSize(2_000).doesNotHaveDuplicates();
    }

    @Test
    void shouldRefuseWhatDoesNotFit() throws Exception {
        MappedTail tail = MappedTail.open(folder.resolve("small.tail"), 64);

        assertThat(tail.offer(new byte[40])).isTrue();
        assertThat(tail.offer(new byte[40])).isFalse();
        assertThat(tail.takeHalf()).hasSize(1);
        assertThat(tail.offer(new byte[40])).isTrue();
    }

    private void leaveInTail(String... ids) throws IOException {
        MappedTail tail = MappedTail.open(folder.resolve("calls.jsonl.tail"), 4 << 20);
        tail.clearAll();
        for (String id : ids) {
            tail.offer(RecordJson.bytes(Records.ended(id)));
        }
    }

    private static List<String> texts(List<byte[]> entries) {
        return entries.stream()
                .map(entry -> new String(entry, StandardCharsets.UTF_8))
                .toList();
    }
}
