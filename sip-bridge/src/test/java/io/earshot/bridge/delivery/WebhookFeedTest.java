package io.earshot.bridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.bridge.config.DeliveryConfig;
import io.earshot.bridge.config.Secret;
import io.earshot.bridge.health.HealthState;
import io.earshot.bridge.records.CallJournal;
import io.earshot.bridge.records.Records;
import io.earshot.bridge.records.TestJournals;
import io.earshot.bridge.webhook.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookFeedTest {
    private static final IntFunction<String> TAKES_ALL = _ -> TestEndpoint.OK;

    @TempDir
    Path folder;

    private CallJournal journal;

    @BeforeEach
    void openJournal() throws IOException {
        journal = CallJournal.open(TestJournals.config(folder, 1_000_000, false));
    }

    @AfterEach
    void closeJournal() throws IOException {
        journal.close();
    }

    /** A receiver on this machine. */
    static WebhookReceiver receiver(int port) throws IOException {
        return new WebhookReceiver(config(port, "top"));
    }

    private static DeliveryConfig config(int port, String secret) {
        return config("http://127.0.0.1:" + port + "/calls", secret, "");
    }

    private static DeliveryConfig config(String url, String secret, String caFile) {
        return new DeliveryConfig(
                url,
                new Secret(secret),
                List.of(DeliveryConfig.Event.ENDED),
                Duration.ofMillis(500),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                3,
                Duration.ZERO,
                0,
                caFile);
    }

    private static FeedConfig patience(Duration maxAge, long maxBacklog) {
        return new FeedConfig(Duration.ofMillis(10), Duration.ofMillis(50), 3, maxAge, maxBacklog);
    }

    private JournalFeed feed(int port) throws IOException {
        return feed(config(port, "top"));
    }

    private JournalFeed feed(DeliveryConfig config) throws IOException {
        return feed(config, patience(Duration.ZERO, 0));
    }

    private JournalFeed feed(DeliveryConfig config, FeedConfig patience) throws IOException {
        return JournalFeed.start(journal, folder.resolve("calls.jsonl"), new WebhookReceiver(config), patience);
    }

    private List<String> end(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            journal.add(Records.ended("C" + i));
            ids.add("C" + i + ".ended");
        }
        return ids;
    }

    private static int freePort() throws IOException {
        try (TestEndpoint probe = TestEndpoint.on(0, TAKES_ALL)) {
            return probe.port();
        }
    }

    @Test
    void shouldPostEachRecordSignedAndInOrder() throws Exception {
        try (TestEndpoint endpoint = TestEndpoint.on(0, TAKES_ALL);
                JournalFeed feed = feed(endpoint.port())) {
            List<String> ids = end(20);

            Eventually.until(() -> endpoint.posts().size() == 20);

            assertThat(endpoint.takenIds()).isEqualTo(ids);
            TestEndpoint.Post post = endpoint.posts().getFirst();
            assertThat(post.body())
                    .startsWith("{\"type\":\"call.ended\",\"timestamp\":\"1970-01-01T00:00:00.002Z\",\"data\":{")
                    .contains("\"callId\":\"C0\"");
            assertThat(post.headers()).containsEntry("webhook-signature", signature(post, "top"));
            Eventually.until(feed::idle);
            assertThat(feed.counters().of(FeedCounters.Outcome.DELIVERED)).isEqualTo(20);
            assertThat(feed.health().status()).isEqualTo(HealthState.Status.OK);
        }
    }

    private static String signature(TestEndpoint.Post post, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = post.id() + "." + post.headers().get("webhook-timestamp") + "." + post.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldSignAsTheSpecificationsExampleIsSigned() {
        Signature signature = new Signature(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

        String signed = signature.of(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

        assertThat(signed).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void shouldRefuseASecretThatIsNoBase64WithoutTellingIt() {
        assertThatThrownBy(() -> new Signature(new Secret("whsec_!canary!")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("canary");
    }

    @Test
    void shouldBringWhatEndedWhileTheReceiverWasDown() throws Exception {
        int port = freePort();
        try (JournalFeed feed = feed(port)) {
            List<String> ids = end(10);
            Eventually.until(() -> feed.counters().of(FeedCounters.Outcome.RETRIED) > 2);
            assertThat(feed.health().status()).isEqualTo(HealthState.Status.DEGRADED);
            assertThat(feed.backlogBytes()).isPositive();

            try (TestEndpoint endpoint = TestEndpoint.on(port, TAKES_ALL)) {
                Eventually.until(() -> endpoint.takenIds().size() == 10);
                assertThat(endpoint.takenIds()).isEqualTo(ids);
            }
        }
    }

    @Test
    void shouldBringARecordAgainUnderTheSameIdWhenTheReceiverDiedBeforeItAnswered() throws Exception {
        try (TestEndpoint endpoint = TestEndpoint.on(0, n -> n % 3 == 1 ? TestEndpoint.DIES : TestEndpoint.OK);
                JournalFeed feed = feed(endpoint.port())) {
            List<String> ids = end(9);

            Eventually.until(() -> feed.counters().of(FeedCounters.Outcome.DELIVERED) == 9);

            assertThat(endpoint.takenIds().stream().distinct()).containsExactlyElementsOf(ids);
            assertThat(endpoint.takenIds()).hasSizeGreaterThan(9);
        }
    }

    @Test
    void shouldInsistWhenTheReceiverFailsIsBusyOrHangs() throws Exception {
        List<String> moods = List.of(
                "500 Oops", "429 Slow Down\r\nRetry-After: 1", TestEndpoint.HANGS, "503 Later", "408 Late", "200 OK");
        try (TestEndpoint endpoint = TestEndpoint.on(0, n -> moods.get(n % moods.size()));
                JournalFeed feed = feed(endpoint.port())) {
            List<String> ids = end(2);

            Eventually.until(() -> feed.counters().of(FeedCounters.Outcome.DELIVERED) == 2);

            assertThat(endpoint.takenIds()).isEqualTo(ids);
            assertThat(endpoint.posts()).hasSize(12);
        }
    }

    @Test
    void shouldNotFollowARedirectAndSayWhatIsWrong() throws Exception {
        try (TestEndpoint elsewhere = TestEndpoint.on(0, TAKES_ALL);
                TestEndpoint endpoint = TestEndpoint.on(
                        0,
                        n -> n < 2
                                ? "302 Found\r\nLocation: http://127.0.0.1:" + elsewhere.port() + "/"
                                : TestEndpoint.OK);
                JournalFeed feed = feed(endpoint.port())) {
            List<String> ids = end(1);
            Eventually.until(() -> feed.counters().of(FeedCounters.Outcome.DELIVERED) == 1);

            assertThat(endpoint.takenIds()).isEqualTo(ids);
            assertThat(elsewhere.posts()).isEmpty();
            assertThat(feed.counters().of(FeedCounters.Outcome.RETRIED)).isEqualTo(2);
        }
    }

    @Test
    void shouldPutAsideWhatIsRefusedEachTimeAndGoOn() throws Exception {
        try (TestEndpoint endpoint = TestEndpoint.on(0, n -> n < 3 ? "422 No" : TestEndpoint.OK);
                JournalFeed feed = feed(endpoint.port())) {
            end(2);
            Eventually.until(() -> feed.counters().of(FeedCounters.Outcome.DELIVERED) == 1);

            assertThat(endpoint.takenIds()).containsExactly("C1.ended");
            assertThat(feed.counters().of(FeedCounters.Outcome.REFUSED)).isEqualTo(1);
            assertThat(Files.readString(folder.resolve("calls.jsonl.webhook.dead.jsonl")))
                    .contains("\"id\":\"C0.ended\"", "127.0.0.1 answered 422", "\"sipCallId\":\"sip-C0\"")
                    .hasLineCount(1);
        }
    }

    @Test
    void shouldPutAsideWhatIsTooOldWhileTheReceiverIsDown() throws Exception {
        try (JournalFeed feed = feed(config(freePort(), "top"), patience(Duration.ofDays(1), 0))) {
            end(3);

            Eventually.until(() -> feed.counters().of(FeedCounters.Outcome.EXPIRED) == 3);
            assertThat(Files.readAllLines(folder.resolve("calls.jsonl.webhook.dead.jsonl")))
                    .hasSize(3);
        }
    }

    @Test
    void shouldPutTheOldestAsideWhenTooMuchWaits() throws Exception {
        try (JournalFeed feed = feed(config(freePort(), "top"), patience(Duration.ZERO, 2_000))) {
            end(20);

            Eventually.until(() -> feed.counters().of(FeedCounters.Outcome.OVERFLOWED) > 10);
            Eventually.until(() -> feed.backlogBytes() <= 2_000);
            assertThat(feed.backlogBytes()).isPositive();
        }
    }

    @Test
    void shouldBringAgainWhatWasDeliveredBeforeThePlaceWasRemembered() throws Exception {
        Path cursor = folder.resolve("calls.jsonl.webhook.cursor");
        try (TestEndpoint endpoint = TestEndpoint.on(0, TAKES_ALL)) {
            feed(endpoint.port()).close();
            byte[] before = Files.readAllBytes(cursor);
            try (JournalFeed feed = feed(endpoint.port())) {
                end(2);
                Eventually.until(() -> feed.counters().of(FeedCounters.Outcome.DELIVERED) == 2);
            }
            Files.write(cursor, before);
            journal.close();
            openJournal();
            try (JournalFeed feed = feed(endpoint.port())) {
                Eventually.until(() -> feed.counters().of(FeedCounters.Outcome.DELIVERED) == 2);
            }
            assertThat(endpoint.takenIds()).containsExactly("C0.ended", "C1.ended", "C0.ended", "C1.ended");
        }
    }

    @Test
    void shouldGoOnInTheNextProcessWhereItStopped() throws Exception {
        int port = freePort();
        List<String> ids;
        try (JournalFeed feed = feed(port)) {
            ids = end(5);
            Eventually.until(() -> feed.counters().of(FeedCounters.Outcome.RETRIED) > 0);
        }
        journal.close();
        openJournal();
        try (TestEndpoint endpoint = TestEndpoint.on(port, TAKES_ALL);
                JournalFeed feed = feed(port)) {
            Eventually.until(() -> feed.counters().of(FeedCounters.Outcome.DELIVERED) == 5);
            assertThat(endpoint.takenIds()).isEqualTo(ids);
        }
    }

    @Test
    void shouldBringWhatWaitsBeforeItCloses() throws Exception {
        try (TestEndpoint endpoint = TestEndpoint.on(0, TAKES_ALL)) {
            JournalFeed feed = feed(endpoint.port());
            List<String> ids = end(50);
            journal.close();
            feed.close();

            assertThat(endpoint.takenIds()).isEqualTo(ids);
            openJournal();
        }
    }

    @Test
    void shouldTrustTheCertificatesItIsGivenAndNoOthers() throws Exception {
        TestCertificate certificate = TestCertificate.make(folder);
        try (TestEndpoint endpoint = TestEndpoint.on(certificate.sockets(), 0, TAKES_ALL)) {
            String url = "https://localhost:" + endpoint.port() + "/calls";
            try (JournalFeed feed = feed(config(url, "top", ""))) {
                end(1);
                Eventually.until(() -> feed.counters().of(FeedCounters.Outcome.RETRIED) > 1);
                assertThat(endpoint.posts()).isEmpty();
            }
            try (JournalFeed feed = feed(config(url, "top", certificate.pem().toString()))) {
                Eventually.until(() -> feed.counters().of(FeedCounters.Outcome.DELIVERED) == 1);
            }
            assertThat(endpoint.takenIds()).containsExactly("C0.ended");
        }
    }

    @Test
    void shouldCountALineThatIsNoRecordAndGoOn() throws Exception {
        try (TestEndpoint endpoint = TestEndpoint.on(0, TAKES_ALL);
                JournalFeed feed = feed(endpoint.port())) {
            journal.add("no json".getBytes(StandardCharsets.UTF_8));
            List<String> ids = end(1);
            Eventually.until(() -> feed.counters().of(FeedCounters.Outcome.DELIVERED) == 1);

            assertThat(endpoint.takenIds()).isEqualTo(ids);
            assertThat(feed.counters().of(FeedCounters.Outcome.MALFORMED)).isEqualTo(1);
        }
    }

    @Test
    void shouldHoldNothingUpWhileTheReceiverIsDown() throws Exception {
        try (JournalFeed feed = feed(freePort())) {
            IntStream.range(0, 2_000).forEach(i -> journal.add(Records.ended("N" + i)));
            Eventually.until(() -> journal.written() == 2_000);
            assertThat(journal.lost()).isZero();
            assertThat(feed.counters().of(FeedCounters.Outcome.DELIVERED)).isZero();
        }
    }
}
