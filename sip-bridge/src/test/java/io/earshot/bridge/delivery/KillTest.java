package io.earshot.bridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.records.CallJournal;
import io.earshot.bridge.records.TestJournals;
import io.earshot.bridge.webhook.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
    private static final int KILLS = 5;

    @TempDir
    Path folder;

    @Test
    void shouldLoseAndDoubleNothingHoweverOftenTheProcessIsKilled() throws Exception {
        List<String> safe = new ArrayList<>();
        Random random = new Random(20_261_120);
        try (TestEndpoint endpoint = TestEndpoint.on(0, n -> n % 50 == 7 ? TestEndpoint.DIES : TestEndpoint.OK)) {
            for (int life = 0; life < KILLS; life++) {
                safe.addAll(live("L" + life + "-", endpoint.port(), 200 + random.nextInt(1_500)));
            }
            // The next process writes what the last one had only in its tail, and delivers the rest.
            CallJournal journal = CallJournal.open(TestJournals.config(folder, 100_000, true));
            FeedConfig patience = new FeedConfig(Duration.ofMillis(10), Duration.ofMillis(50), 3, Duration.ZERO, 0);
            try (JournalFeed feed = JournalFeed.start(
                    journal, folder.resolve("calls.jsonl"), WebhookFeedTest.receiver(endpoint.port()), patience)) {
                Eventually.until(feed::idle);
            }
            journal.close();

            List<String> journalled = TestJournals.idsOfAllFiles(folder);
            assertThat(journalled).doesNotHaveDuplicates().containsAll(safe);
            Set<String> delivered = new HashSet<>(endpoint.takenIds());
            assertThat(delivered).hasSameSizeAs(journalled);
            assertThat(journalled).allMatch(id -> delivered.contains(id + ".ended"));
        }
    }

    /** One life of the process: the ids that it said were safe before it was killed in the midst of its work. */
    private List<String> live(String prefix, int port, int longest) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledProcess.class.getName(),
                        folder.toString(),
                        prefix,
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> ids = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(prefix)) {
                    ids.add(line);
                }
                if (ids.size() == longest) {
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.waitFor();
        assertThat(ids.size()).isGreaterThanOrEqualTo(longest);
        // What is said last may be cut in two.
        return ids.subList(0, ids.size() - 1);
    }
}
