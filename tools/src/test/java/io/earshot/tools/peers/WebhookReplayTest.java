package io.earshot.tools.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.earshot.tools.serve.BridgeUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real server's webhooks, kept on their way and delivered twice, late, in another order, to another node, or forged. */
@Tag("peers")
@Timeout(120)
class WebhookReplayTest {
    private static final String NUMBER = "+15550133";
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final List<Event> kept = new CopyOnWriteArrayList<>();

    private record Event(String authorization, byte[] body) {
        boolean is(String kind) {
            return new String(body, UTF_8).replace(" ", "").contains("\"event\":\"" + kind + "\"");
        }
    }

    @Test
    void shouldServeACallOnceWhateverTheOrderAndNumberOfItsEvents() throws Exception {
        HttpServer keeper = keeper();
        try (Peers peers = Peers.start("http://127.0.0.1:" + keeper.getAddress().getPort() + "/")
                .withSip()) {
            peers.takeCalls(NUMBER, "voice-ai-call-", Map.of());
            List<Event> call;
            try (BridgeUnderTest node = Nodes.node(peers, "livekit.room.start=webhook");
                    TonePhone phone = new TonePhone(peers.sipPort(), NUMBER)) {
                var answered = phone.dialling();
                await("room_started");
                Event joined = await("participant_joined");
                for (Event event : List.of(joined, joined, await("room_started"), joined)) {
                    assertThat(post(node, event)).isEqualTo(200);
                }
                answered.get();
                phone.media.awaitOnsetNs(10);
                phone.hangUp();
                Peers.untilTrue(
                        "the end",
                        () -> node.bridge.calls() == 0 && peers.rooms().isEmpty());
                await("room_finished");
                call = List.copyOf(kept);
                for (Event event : call.reversed()) {
                    assertThat(post(node, event)).isEqualTo(200);
                }
                staysEmpty(peers, node);
                assertThat(node.metric("earshot_room_agents_total", "outcome=\"served\""))
                        .isEqualTo(1);
                assertThat(node.metric("earshot_webhooks_total", "outcome=\"duplicate\""))
                        .isGreaterThanOrEqualTo(3);
            }
            try (BridgeUnderTest restarted = Nodes.node(peers, "livekit.room.start=webhook")) {
                for (Event event : call) {
                    assertThat(post(restarted, event)).isEqualTo(200);
                }
                staysEmpty(peers, restarted);
            }
        } finally {
            keeper.stop(0);
        }
    }

    @Test
    void shouldRefuseWhatTheServerDidNotSign() throws Exception {
        HttpServer keeper = keeper();
        try (Peers peers = Peers.start("http://127.0.0.1:" + keeper.getAddress().getPort() + "/");
                BridgeUnderTest node = Nodes.node(peers, "livekit.room.start=webhook")) {
            try (PythonPeer python = PythonPeer.join(peers, "voice-ai-call-forged", "python", "-")) {
                python.tell("quiet");
            }
            Event started = await("room_started");
            Event joined = await("participant_joined");
            byte[] changed =
                    new String(joined.body, UTF_8).replace("python", "pyth0n").getBytes(UTF_8);
            long now = Instant.now().getEpochSecond();

            assertThat(post(node, joined)).isEqualTo(200);
            assertThat(post(node, new Event(joined.authorization, changed))).isEqualTo(401);
            assertThat(post(node, new Event(started.authorization, joined.body)))
                    .isEqualTo(401);
            assertThat(post(node, new Event("", joined.body))).isEqualTo(401);
            assertThat(post(node, signed(changed, HEADER, PeerConfig.API_KEY, "x".repeat(40), now + 60)))
                    .isEqualTo(401);
            assertThat(post(node, signed(changed, HEADER, "otherkey", PeerConfig.API_SECRET, now + 60)))
                    .isEqualTo(401);
            assertThat(post(node, signed(changed, HEADER, PeerConfig.API_KEY, PeerConfig.API_SECRET, now - 600)))
                    .isEqualTo(401);
            String none = HEADER.replace("HS256", "none");
            assertThat(post(node, signed(changed, none, PeerConfig.API_KEY, PeerConfig.API_SECRET, now + 60)))
                    .isEqualTo(401);
            byte[] torn = "{\"event\":".getBytes(UTF_8);
            assertThat(post(node, signed(torn, HEADER, PeerConfig.API_KEY, PeerConfig.API_SECRET, now + 60)))
                    .isEqualTo(400);
            assertThat(post(node, signed(changed, HEADER, PeerConfig.API_KEY, PeerConfig.API_SECRET, now + 60)))
                    .isEqualTo(200);
        } finally {
            keeper.stop(0);
        }
    }

    private HttpServer keeper() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            kept.add(new Event(authorization, exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private Event await(String kind) throws Exception {
        return Peers.until(
                kind,
                () -> kept.stream().filter(event -> event.is(kind)).findFirst().orElse(null),
                () -> kept.size() + " others came");
    }

    private int post(BridgeUnderTest node, Event event) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + node.bridge.httpAddress().getPort() + "/webhooks/livekit");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/webhook+json")
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofByteArray(event.body));
        if (!event.authorization.isEmpty()) {
            request.header("Authorization", event.authorization);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** What was posted is handled after its answer; a second is what joining takes, many times over. */
    private static void staysEmpty(Peers peers, BridgeUnderTest node) throws Exception {
        long untilNs = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (System.nanoTime() - untilNs < 0) {
            assertThat(node.bridge.calls()).isZero();
            assertThat(peers.rooms()).isEmpty();
            Thread.sleep(100);
        }
    }

    private static Event signed(byte[] body, String header, String key, String secret, long expires) throws Exception {
        String sha = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        String claims =
                "{\"iss\":\"%s\",\"nbf\":%d,\"exp\":%d,\"sha256\":\"%s\"}".formatted(key, expires - 600, expires, sha);
        String text = part(header.getBytes(UTF_8)) + "." + part(claims.getBytes(UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return new Event(text + "." + part(mac.doFinal(text.getBytes(UTF_8))), body);
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
