package io.earshot.bridge.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.bridge.config.HttpConfig;
import io.earshot.bridge.http.HttpServer;
import io.earshot.livekit.token.ApiKey;
import io.earshot.livekit.webhook.EventType;
import io.earshot.livekit.webhook.WebhookEvent;
import io.earshot.livekit.webhook.WebhookVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhooks of a real server, replayed over real HTTP. */
class WebhookEndpointTest {
    private static final List<String> NAMES = List.of(
            "01-room_started",
            "02-participant_joined",
            "03-track_published",
            "04-participant_joined",
            "05-track_published",
            "06-track_unpublished",
            "07-participant_left",
            "08-track_unpublished",
            "09-participant_left",
            "10-room_finished");
    private static final ApiKey KEY = ApiKey.of("devkey", "devsecret-devsecret-devsecret-devsecret");
    private static final ApiKey STRANGER = ApiKey.of("devkey", "another-secret-another-secret-another");

    private record Capture(String authorization, byte[] body, Instant at) {
        static Capture read(String name) {
            try (InputStream in = WebhookEndpointTest.class.getResourceAsStream("/captures/" + name + ".json")) {
                JsonNode json = new ObjectMapper().readTree(in);
                return new Capture(
                        json.path("headers").path("Authorization").get(0).asText(),
                        json.path("bodyRaw").asText().getBytes(UTF_8),
                        Instant.parse(json.path("receivedAt").asText()));
            } catch (IOException e) {
                throw new IllegalStateException(name, e);
            }
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final WebhookCounters counters = new WebhookCounters();
    private final List<WebhookEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<Correlation> calls = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean gated;
    private WebhookInbox inbox;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        inbox = new WebhookInbox(2, 100, new RoomDirectory(10), this::handle, counters);
        Instant at = Capture.read("01-room_started").at();
        WebhookVerifier verifier = new WebhookVerifier(List.of(KEY), Duration.ofMinutes(5));
        WebhookResource resource = new WebhookResource(verifier, 4_096, inbox, counters, () -> at);
        server = new HttpServer(HttpConfig.on("127.0.0.1", 0), Map.of("/webhooks/livekit", resource));
    }

    private Outcome handle(WebhookEvent event, Correlation call) {
        if (gated) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        calls.add(call);
        events.add(event);
        return event.type() == EventType.UNKNOWN ? Outcome.IGNORED : Outcome.HANDLED;
    }

    @AfterEach
    void stop() {
        gate.countDown();
        server.close();
        inbox.close();
        client.close();
    }

    @Test
    void shouldHandOverAWholeCallInOrder() throws Exception {
        for (String name : NAMES) {
            assertThat(post(Capture.read(name))).isEqualTo(200);
            awaitHandled(NAMES.indexOf(name) + 1);
        }
        assertThat(events.stream().map(event -> event.type().label()))
                .containsExactlyElementsOf(
                        NAMES.stream().map(name -> name.substring(3)).toList());
    }

    @Test
    void shouldSayWhichCallEachEventBelongsTo() throws Exception {
        for (String name : NAMES.subList(1, 5)) {
            post(Capture.read(name));
            awaitHandled(NAMES.indexOf(name));
        }
        assertThat(calls).allSatisfy(call -> assertThat(call.sipCallId()).startsWith("SCL_"));
        assertThat(calls).allSatisfy(call -> assertThat(call.sipCallIdFull()).isNotEmpty());
    }

    @Test
    void shouldActOnARepeatedEventOnce() throws Exception {
        Capture joined = Capture.read("02-participant_joined");
        assertThat(post(joined)).isEqualTo(200);
        assertThat(post(joined)).isEqualTo(200);
        assertThat(post(joined)).isEqualTo(200);
        awaitHandled(1);
        assertThat(counters.of(EventType.PARTICIPANT_JOINED, Outcome.DUPLICATE)).isEqualTo(2);
        assertThat(events).hasSize(1);
    }

    @Test
    void shouldNotActOnWhatWasOverWhenItsNewsCome() throws Exception {
        post(Capture.read("10-room_finished"));
        awaitHandled(1);
        for (String name : List.of("02-participant_joined", "01-room_started", "03-track_published")) {
            assertThat(post(Capture.read(name))).isEqualTo(200);
            long expected = List.of("02-participant_joined", "01-room_started", "03-track_published")
                            .indexOf(name)
                    + 1L;
            Eventually.until(() -> counters.of(Outcome.STALE) == expected);
        }
        assertThat(events).hasSize(1);
    }

    @Test
    void shouldNotActOnAJoinThatComesAfterItsLeave() throws Exception {
        post(Capture.read("07-participant_left"));
        awaitHandled(1);
        WebhookEvent left = events.getFirst();
        String joined = "02-participant_joined";
        String sid = left.participant() == null ? "" : left.participant().sid();
        boolean caller = new String(Capture.read(joined).body(), UTF_8).contains(sid);
        post(Capture.read(caller ? joined : "04-participant_joined"));
        Eventually.until(() -> counters.of(EventType.PARTICIPANT_JOINED, Outcome.STALE) == 1);
        assertThat(events).hasSize(1);
    }

    @Test
    void shouldTakeEventsWhoseBeginningItNeverSaw() throws Exception {
        for (String name : List.of("09-participant_left", "08-track_unpublished")) {
            assertThat(post(Capture.read(name))).isEqualTo(200);
        }
        awaitHandled(2);
    }

    @Test
    void shouldRefuseWhatIsNotLiveKits() throws Exception {
        Capture joined = Capture.read("02-participant_joined");
        byte[] changed = joined.body().clone();
        changed[changed.length / 2] ^= 1;
        assertThat(send("POST", "", joined.authorization(), changed)).isEqualTo(401);
        assertThat(send("POST", "", null, joined.body())).isEqualTo(401);
        assertThat(send("POST", "", token(STRANGER, joined.body(), joined.at()), joined.body()))
                .isEqualTo(401);
        assertThat(send("POST", "", joined.authorization().replaceAll("\\.[^.]*$", "."), joined.body()))
                .isEqualTo(401);
        byte[] noEvent = "[]".getBytes(UTF_8);
        assertThat(send("POST", "", token(KEY, noEvent, joined.at()), noEvent)).isEqualTo(400);
        assertThat(send("POST", "", joined.authorization(), new byte[5_000])).isEqualTo(413);
        assertThat(send("GET", "", joined.authorization(), joined.body())).isEqualTo(405);
        assertThat(send("POST", "/more", joined.authorization(), joined.body())).isEqualTo(404);
        assertThat(counters.of(Outcome.UNAUTHORIZED)).isEqualTo(4);
        assertThat(counters.of(Outcome.MALFORMED)).isEqualTo(1);
        assertThat(counters.of(Outcome.TOO_LARGE)).isEqualTo(1);
        assertThat(events).isEmpty();
    }

    @Test
    void shouldAnswer503WhileTooManyWaitAndTakeTheRepetition() throws Exception {
        gated = true;
        post(Capture.read(NAMES.getFirst()));
        List<String> refused = new ArrayList<>();
        for (String name : NAMES.subList(1, 6)) {
            if (post(Capture.read(name)) == 503) {
                refused.add(name);
            }
        }
        assertThat(refused).hasSizeBetween(2, 3);
        gate.countDown();
        awaitHandled(6 - refused.size());
        assertThat(post(Capture.read(refused.getFirst()))).isEqualTo(200);
        awaitHandled(7 - refused.size());
    }

    @Test
    void shouldTakeAnEventThatItDoesNotKnow() throws Exception {
        byte[] body = "{\"event\": \"room_danced\", \"id\": \"EV_new\"}".getBytes(UTF_8);
        Instant at = Capture.read("01-room_started").at();
        assertThat(send("POST", "", token(KEY, body, at), body)).isEqualTo(200);
        awaitHandled(1);
        assertThat(counters.of(EventType.UNKNOWN, Outcome.IGNORED)).isEqualTo(1);
    }

    private void awaitHandled(int count) {
        Eventually.until(
                () -> events.size() == count && counters.of(Outcome.HANDLED) + counters.of(Outcome.IGNORED) == count);
    }

    @Test
    void shouldProveToADoctorThatItIsUs() throws Exception {
        post(Capture.read("01-room_started"));
        byte[] question =
                "{\"event\":\"earshot_echo\",\"id\":\"n1\",\"room\":{\"name\":\"earshot-doctor-1\"}}".getBytes(UTF_8);
        byte[] started =
                "{\"event\":\"room_started\",\"id\":\"n2\",\"room\":{\"name\":\"earshot-doctor-1\"}}".getBytes(UTF_8);

        JsonNode before = new ObjectMapper().readTree(answer(KEY, question, question));
        answer(KEY, started, started);
        JsonNode after = new ObjectMapper().readTree(answer(KEY, question, question));

        assertThat(before.path("proof").asText())
                .isEqualTo(EchoDesk.proof(KEY, "n1"))
                .isNotEqualTo(EchoDesk.proof(STRANGER, "n1"));
        assertThat(before.path("heard").asBoolean()).isFalse();
        assertThat(after.path("heard").asBoolean()).isTrue();
        assertThat(counters.of(Outcome.ECHO)).isEqualTo(2);
    }

    @Test
    void shouldTellItsReasonsToHoldersOfTheKeyAlone() throws Exception {
        byte[] question = "{\"event\":\"earshot_echo\",\"id\":\"n1\"}".getBytes(UTF_8);
        byte[] changed = "{\"event\": \"earshot_echo\",\"id\":\"n1\"}".getBytes(UTF_8);

        assertThat(answer(KEY, question, changed)).contains("body is not the one that was signed");
        assertThat(answer(STRANGER, question, question)).isEqualTo("not authorized\n");
    }

    private String answer(ApiKey key, byte[] signed, byte[] sent) throws Exception {
        Instant now = Capture.read("01-room_started").at();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + "/webhooks/livekit"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(sent))
                .header("Authorization", token(key, signed, now))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private int post(Capture capture) throws Exception {
        return send("POST", "", capture.authorization(), capture.body());
    }

    private int send(String method, String more, String authorization, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + "/webhooks/livekit" + more))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String token(ApiKey key, byte[] body, Instant now) throws Exception {
        String digest = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        String claims = "{\"iss\":\"%s\",\"nbf\":%d,\"exp\":%d,\"sha256\":\"%s\"}"
                .formatted(key.id(), now.getEpochSecond(), now.getEpochSecond() + 300, digest);
        String signed = url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + url(claims);
        return signed + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(key.sign(signed.getBytes(US_ASCII)));
    }

    private static String url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
