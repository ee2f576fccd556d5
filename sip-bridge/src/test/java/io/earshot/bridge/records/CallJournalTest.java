package io.earshot.bridge.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallJournalTest {
    @TempDir
    Path folder;

    private CallJournal open(long rotateBytes) throws IOException {
        return CallJournal.open(new RecordsConfig(
                folder.resolve("calls.jsonl").toString(),
                RecordsConfig.Sync.ALWAYS,
                Duration.ofSeconds(1),
                rotateBytes));
    }

    private List<String> ids() throws IOException {
        return Files.readAllLines(folder.resolve("calls.jsonl")).stream()
                .map(line -> line.substring(11, line.indexOf('"', 11)))
                .toList();
    }

    private static CallRecord call(String id) {
        return Records.ended(id);
    }

    @Test
    void shouldWriteOneLineACall() throws Exception {
        try (CallJournal journal = open(1_000_000)) {
            journal.add(call("A"));
            journal.add(call("B"));
        }

        assertThat(ids()).containsExactly("A", "B");
    }

    @Test
    void shouldWriteWhatAKilledProcessHadOnlyInItsTail() throws Exception {
        try (CallJournal journal = open(1_000_000)) {
            journal.add(call("A"));
        }
        MappedTail tail = MappedTail.open(folder.resolve("calls.jsonl.tail"), 4 << 20);
        tail.offer(RecordJson.bytes(call("A")));
        tail.offer(RecordJson.bytes(call("B")));

        open(1_000_000).close();

        assertThat(ids()).containsExactly("A", "B");
    }

    @Test
    void shouldCutOffALineThatACrashTore() throws Exception {
        try (CallJournal journal = open(1_000_000)) {
            journal.add(call("A"));
        }
        Files.writeString(folder.resolve("calls.jsonl"), "{\"callId\":\"B", StandardOpenOption.APPEND);

        try (CallJournal journal = open(1_000_000)) {
            journal.add(call("C"));
        }

        assertThat(ids()).containsExactly("A", "C");
    }

    @Test
    void shouldIgnoreAnEntryWithoutItsLength() throws Exception {
        Path file = folder.resolve("torn.tail");
        MappedTail.open(file, 4_096).offer("whole".getBytes(StandardCharsets.UTF_8));
        byte[] octets = Files.readAllBytes(file);
        System.arraycopy("torn".getBytes(StandardCharsets.UTF_8), 0, octets, 4 + 5 + 4, 4);
        Files.write(file, octets);

        assertThat(MappedTail.open(file, 4_096).recover())
                .extracting(entry -> new String(entry, StandardCharsets.UTF_8))
                .containsExactly("whole");
    }

    @Test
    void shouldSetAFullFileAside() throws Exception {
        for (int batch = 0; batch < 2; batch++) {
            try (CallJournal journal = open(4_096)) {
                for (int i = 0; i < 40; i++) {
                    journal.add(call(batch + "-" + i));
                }
            }
        }

        int lines = 0;
        int files = 0;
        try (var all = Files.newDirectoryStream(folder, "calls*.jsonl")) {
            for (Path file : all) {
                lines += Files.readAllLines(file).size();
                files++;
            }
        }
        assertThat(lines).isEqualTo(80);
        assertThat(files).isGreaterThan(1);
    }

    @Test
    void shouldLoseNothingFromManyThreads() throws Exception {
        try (CallJournal journal = open(100_000_000)) {
            CountDownLatch done = new CountDownLatch(4);
            IntStream.range(0, 4)
                    .forEach(thread -> Thread.ofPlatform().start(() -> {
                        IntStream.range(0, 500).forEach(i -> journal.add(call(thread + "-" + i)));
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
}
