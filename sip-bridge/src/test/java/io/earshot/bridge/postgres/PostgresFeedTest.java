package io.earshot.bridge.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.config.PostgresConfig;
import io.earshot.bridge.config.Secret;
import io.earshot.bridge.delivery.FeedConfig;
import io.earshot.bridge.delivery.FeedCounters;
import io.earshot.bridge.delivery.JournalFeed;
import io.earshot.bridge.health.HealthState;
import io.earshot.bridge.records.CallJournal;
import io.earshot.bridge.records.Records;
import io.earshot.bridge.records.TestJournals;
import io.earshot.bridge.webhook.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresFeedTest {
    private static TestPostgres server;

    @TempDir
    Path folder;

    private CallJournal journal;

    @BeforeAll
    static void startServer() throws Exception {
        server = TestPostgres.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @BeforeEach
    void openJournal() throws Exception {
        journal = CallJournal.open(TestJournals.config(folder, 1_000_000, false));
        sql("drop table if exists earshot_calls, earshot_schema");
    }

    @AfterEach
    void closeJournal() throws IOException {
        journal.close();
    }

    private JournalFeed feed() throws IOException {
        PostgresConfig config = new PostgresConfig(
                server.url(),
                "earshot",
                Secret.NONE,
                Duration.ofSeconds(5),
                Duration.ofMillis(10),
                Duration.ofMillis(100),
                3);
        return JournalFeed.start(
                journal,
                folder.resolve("calls.jsonl"),
                new PostgresReceiver(config),
                new FeedConfig(Duration.ofMillis(10), Duration.ofMillis(100), 3, Duration.ZERO, 0));
    }

    private static void sql(String statement) throws SQLException {
        try (Connection database = DriverManager.getConnection(server.url(), "earshot", "");
                Statement sql = database.createStatement()) {
            sql.execute(statement);
        }
    }

    private static List<String> rows(String query) throws SQLException {
        try (Connection database = DriverManager.getConnection(server.url(), "earshot", "");
                Statement sql = database.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }

    private static void awaitDelivered(JournalFeed feed, int count) {
        Eventually.until(() -> feed.counters().of(FeedCounters.Outcome.DELIVERED) == count);
    }

    @Test
    void shouldInsertARowACall() throws Exception {
        try (JournalFeed feed = feed()) {
            journal.add(Records.ended("A"));
            journal.add(Records.ended("B"));
            awaitDelivered(feed, 2);
        }

        assertThat(rows("select call_id || ' ' || sip_call_id || ' ' || codec || ' ' || (record->>'state')"
                        + " || ' ' || extract(epoch from ended_at)::numeric(6,3) from earshot_calls order by call_id"))
                .containsExactly("A sip-A PCMU ended 0.002", "B sip-B PCMU ended 0.002");
        assertThat(rows("select script from earshot_schema")).containsExactly("V1__calls.sql");
    }

    @Test
    void shouldKeepOneRowOfACallThatComesTwice() throws Exception {
        try (JournalFeed feed = feed()) {
            journal.add(Records.ended("A"));
            journal.add(Records.ended("A"));
            awaitDelivered(feed, 2);
        }

        assertThat(rows("select call_id from earshot_calls")).containsExactly("A");
    }

    @Test
    void shouldLoseNothingWhileTheDatabaseIsKilledAndStartedAgain() throws Exception {
        try (JournalFeed feed = feed()) {
            for (int i = 0; i < 50; i++) {
                journal.add(Records.ended("BEFORE" + i));
            }
            awaitDelivered(feed, 50);
            server.kill();
            for (int i = 0; i < 50; i++) {
                journal.add(Records.ended("DURING" + i));
            }
            Eventually.until(() -> feed.counters().of(FeedCounters.Outcome.RETRIED) > 1);
            assertThat(feed.health().status()).isEqualTo(HealthState.Status.DEGRADED);
            server.restart();
            Eventually.until(feed::idle);
        }

        assertThat(rows("select call_id from earshot_calls")).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void shouldPutAsideARecordThatTheDatabaseRefusesAndGoOn() throws Exception {
        try (JournalFeed feed = feed()) {
            // PostgreSQL's text cannot hold the character NUL.
            journal.add("{\"callId\":\"A\\u0000\",\"startedAt\":\"2026-11-20T00:00:00Z\",\"endedMs\":1}"
                    .getBytes(StandardCharsets.UTF_8));
            journal.add(Records.ended("B"));
            awaitDelivered(feed, 1);
            assertThat(feed.counters().of(FeedCounters.Outcome.REFUSED)).isEqualTo(1);
        }

        assertThat(rows("select call_id from earshot_calls")).containsExactly("B");
        assertThat(Files.readAllLines(folder.resolve("calls.jsonl.postgres.dead.jsonl")))
                .hasSize(1);
    }

    @Test
    void shouldMakeTheTablesOnceWhenNodesStartTogether() throws Exception {
        List<Thread> nodes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            nodes.add(Thread.ofVirtual().start(() -> {
                try (Connection database = DriverManager.getConnection(server.url(), "earshot", "")) {
                    Migrations.run(database);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (Thread node : nodes) {
            node.join();
        }

        assertThat(rows("select version::text from earshot_schema")).containsExactly("1");
    }
}
