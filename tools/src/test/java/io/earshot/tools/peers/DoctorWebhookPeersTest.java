package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.earshot.tools.serve.BridgeUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each way in which LiveKit's events do not reach the bridge, and what the doctor says about it. */
@Tag("peers")
@Timeout(120)
class DoctorWebhookPeersTest {
    private static final String PATH = "/webhooks/livekit";

    private static Peers peers;
    private static int port;
    private static BridgeUnderTest bridge;

    @BeforeAll
    static void start() throws Exception {
        port = freePort();
        peers = Peers.start("http://127.0.0.1:" + port + PATH);
        bridge = Nodes.node(peers, "livekit.room.start=webhook", "http.port=" + port);
    }

    @AfterAll
    static void stop() {
        if (bridge != null) {
            bridge.close();
        }
        if (peers != null) {
            peers.close();
        }
    }

    @Test
    void shouldSeeEventsOfTheServerArrive() throws Exception {
        DoctorVisit healthy = visit(peers, port, "--live");

        assertThat(healthy.findings()).isEmpty();
        assertThat(healthy.measured("webhook"))
                .contains("a bridge runs here", "signed echo", "LiveKit's own event came");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldListenInPlaceOfABridgeThatDoesNotRun() throws Exception {
        int free = freePort();
        try (Peers others = Peers.start("http://127.0.0.1:" + free + PATH)) {
            DoctorVisit healthy = visit(others, free, "--live");

            assertThat(healthy.findings()).isEmpty();
            assertThat(healthy.measured("webhook")).contains("listened in its place", "LiveKit's own event came");
        }
    }

    @Test
    void shouldNameAWrongPath() throws Exception {
        named(
                visit(peers, port, "--webhook-url=http://127.0.0.1:" + port + "/webhook"),
                68,
                "/webhook does not exist there",
                PATH);
    }

    @Test
    void shouldNameAnAddressThatNobodyListensAt() throws Exception {
        named(
                visit(peers, port, "--webhook-url=http://127.0.0.1:9" + PATH),
                68,
                "nothing accepts connections at 127.0.0.1:9");
        named(visit(peers, port, "--webhook-url=http://nowhere.invalid" + PATH), 68, "does not resolve");
    }

    @Test
    void shouldNameMissingTls() throws Exception {
        named(visit(peers, port, "--webhook-url=https://127.0.0.1:" + port + PATH), 68, "speaks no TLS");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldNameABridgeWithAnotherKey() throws Exception {
        int other = freePort();
        try (BridgeUnderTest _ = Nodes.node(
                peers,
                "livekit.room.start=webhook",
                "livekit.api_secret=another-secret-another-secret",
                "http.port=" + other)) {
            named(visit(peers, other), 77, "does not know key and secret of this configuration");
        }
    }

    @Test
    void shouldNameWhatAProxyDoes() throws Exception {
        named(through(Fault.BODY), 68, "changes the body");
        named(through(Fault.AUTHORIZATION), 68, "removes or replaces the Authorization header");
        named(through(Fault.REDIRECT), 68, "redirects", "/elsewhere");
        named(through(Fault.PASSWORD), 68, "wants a password");
        named(through(Fault.NO_BRIDGE), 68, "reaches no bridge behind it");
        named(through(Fault.OTHER_SERVICE), 68, "it is not this bridge");
    }

    @Test
    void shouldNameAServerThatSendsNoEvents() throws Exception {
        try (Peers silent = Peers.start()) {
            named(visit(silent, port, "--live"), 68, "livekit-server sends no events", "webhook.urls does not name it");
        }
    }

    @Test
    void shouldNameAServerThatSignsWithAnotherKey() throws Exception {
        String second = "\"second\": \"second-secret-second-secret-second\"";
        try (Peers others = Peers.start(
                text -> text.replace("keys: {", "keys: {" + second + ", ")
                        .replace("webhook: {api_key: \"devkey\"", "webhook: {api_key: \"second\""),
                "http://127.0.0.1:" + port + PATH)) {
            named(visit(others, port, "--live"), 77, "signed with another key than ours");
        }
    }

    private static void named(DoctorVisit visit, int exitCode, String... words) {
        assertThat(visit.findings()).singleElement().asString().contains(words);
        assertThat(visit.exitCode()).isEqualTo(exitCode);
        assertThat(visit.text()).doesNotContain("eyJ", PeerConfig.API_SECRET);
    }

    private static DoctorVisit visit(Peers at, int httpPort, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of("--only", "webhook"));
        all.addAll(List.of("--set", "livekit.room.start=webhook", "--set", "http.port=" + httpPort));
        all.addAll(Stream.of(more).toList());
        return DoctorVisit.to(at, Map.of(), all.toArray(String[]::new));
    }

    private static DoctorVisit through(Fault fault) throws Exception {
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        proxy.createContext("/", exchange -> fault.pass(exchange, URI.create("http://127.0.0.1:" + port + PATH)));
        proxy.start();
        try {
            return visit(
                    peers,
                    port,
                    "--webhook-url=http://127.0.0.1:" + proxy.getAddress().getPort() + PATH);
        } finally {
            proxy.stop(0);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What a proxy in front of the bridge does wrong. */
    private enum Fault {
        BODY,
        AUTHORIZATION,
        REDIRECT,
        PASSWORD,
        NO_BRIDGE,
        OTHER_SERVICE;

        void pass(HttpExchange exchange, URI bridge) throws IOException {
            byte[] body = exchange.getRequestBody().readAllBytes();
            switch (this) {
                case BODY ->
                    forward(exchange, bridge, new String(body, StandardCharsets.UTF_8).replace(", ", ","), true);
                case AUTHORIZATION -> forward(exchange, bridge, new String(body, StandardCharsets.UTF_8), false);
                case REDIRECT -> {
                    exchange.getResponseHeaders().set("Location", "https://127.0.0.1/elsewhere");
                    answer(exchange, 301, "moved");
                }
                case PASSWORD -> {
                    exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"staff\"");
                    answer(exchange, 401, "who are you");
                }
                case NO_BRIDGE -> answer(exchange, 502, "bad gateway");
                case OTHER_SERVICE -> answer(exchange, 200, "ok");
            }
        }

        private static void forward(HttpExchange exchange, URI bridge, String body, boolean authorized)
                throws IOException {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(bridge).POST(HttpRequest.BodyPublishers.ofString(body));
            if (authorized) {
                request.header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"));
            }
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                answer(exchange, answer.statusCode(), answer.body());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void answer(HttpExchange exchange, int status, String words) throws IOException {
            byte[] octets = words.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, octets.length);
            exchange.getResponseBody().write(octets);
            exchange.close();
        }
    }
}
