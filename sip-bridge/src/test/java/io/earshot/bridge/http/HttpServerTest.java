package io.earshot.bridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.config.HttpConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        HttpConfig config = HttpConfig.on("127.0.0.1", 0).withLimits(1_024, Duration.ofMillis(300), 3, 3);
        server = new HttpServer(
                config,
                Map.of(
                        "/hello", (method, path, body) -> HttpAnswer.text(200, method + path + body.length),
                        "/hello/deeper", (_, _, _) -> HttpAnswer.text(200, "deeper"),
                        "/bug",
                                (_, _, _) -> {
                                    throw new IllegalStateException("on purpose");
                                }));
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    @Test
    void shouldAnswerFromTheLongestMatchingPrefix() throws Exception {
        assertThat(get("/hello").body()).isEqualTo("GET0\n");
        assertThat(get("/hello/x").body()).isEqualTo("GET/x0\n");
        assertThat(get("/hello/deeper").body()).isEqualTo("deeper\n");
        assertThat(get("/hellos").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldAnswer500WhenAResourceFails() throws Exception {
        assertThat(get("/bug").statusCode()).isEqualTo(500);
    }

    @Test
    void shouldRefuseABodyOverTheLimit() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/hello"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[4_096]))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(413);
    }

    @Test
    void shouldCloseAConnectionThatNeverCompletesItsRequest() throws Exception {
        try (Socket slow = new Socket("127.0.0.1", server.address().getPort())) {
            slow.setSoTimeout(5_000);
            slow.getOutputStream().write("GET /hello HTTP/1.1\r\nHost: x".getBytes(StandardCharsets.US_ASCII));
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldCloseConnectionsBeyondTheCap() throws Exception {
        try (Socket a = connected();
                Socket b = connected();
                Socket c = connected();
                Socket surplus = connected()) {
            surplus.setSoTimeout(5_000);
            assertThat(surplus.getInputStream().read()).isEqualTo(-1);
            assertThat(server.counters().connections("refused")).isPositive();
            assertThat(a.isConnected() && b.isConnected() && c.isConnected()).isTrue();
        }
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", server.address().getPort()));
        return socket;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }
}
