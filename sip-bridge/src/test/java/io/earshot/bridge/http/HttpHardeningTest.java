package io.earshot.bridge.http;

import static io.earshot.bridge.http.RawClient.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.config.HttpConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What slow, oversize, ambiguous and greedy clients get, and that they keep nobody else out. */
class HttpHardeningTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final CountDownLatch release = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = server(250);
    }

    private HttpServer server(int perSource) throws IOException {
        return new HttpServer(
                HttpConfig.on("127.0.0.1", 0).withLimits(2_048, TIMEOUT, 500, perSource),
                Map.of(
                        "/hello", (method, path, body) -> HttpAnswer.text(200, method + path + body.length),
                        "/wait",
                                (_, path, _) -> {
                                    awaitRelease();
                                    return HttpAnswer.text(200, "waited" + path);
                                }));
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.close();
    }

    private String answer(String request) throws IOException {
        try (RawClient client = new RawClient(server)) {
            return client.send(request).all();
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    }

    @Test
    void shouldServeOthersWhile200SlowConnectionsAreOpenAndCloseThose() throws Exception {
        List<RawClient> slow = new ArrayList<>();
        try {
            long startNs = System.nanoTime();
            for (int i = 0; i < 200; i++) {
                String head = i % 3 == 0
                        ? "GET /hello HTTP/1.1\r\nHost: x\r\nX-Slow: "
                        : i % 3 == 1 ? "" : "POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\nx";
                slow.add(new RawClient(server).send(head));
            }
            long goodNs = System.nanoTime();
            assertThat(status(answer(get("/hello")))).isEqualTo(200);
            double goodMs = (System.nanoTime() - goodNs) / 1e6;
            for (RawClient client : slow) {
                drip(client);
                assertThat(client.closed()).isTrue();
            }
            double closedSeconds = (System.nanoTime() - startNs) / 1e9;
            System.out.printf(
                    "200 slow connections: a good request took %.1f ms meanwhile; all were closed after %.1f s"
                            + " (request_timeout %d s)%n",
                    goodMs, closedSeconds, TIMEOUT.toSeconds());
            assertThat(goodMs).isLessThan(2_000);
            assertThat(closedSeconds).isLessThan(33);
            assertThat(server.counters().connections("timed_out")).isEqualTo(200);
        } finally {
            for (RawClient client : slow) {
                client.close();
            }
        }
    }

    /** One octet more, if the server still takes it. */
    private static void drip(RawClient client) {
        try {
            client.send("x");
        } catch (IOException closed) {
            assertThat(closed).isNotNull();
        }
    }

    @Test
    void shouldLetTheLongestSilenceGiveWayWhenASourceHasTooManyConnections() throws Exception {
        server.close();
        server = server(3);
        try (RawClient first = new RawClient(server);
                RawClient second = new RawClient(server);
                RawClient third = new RawClient(server)) {
            for (RawClient client : List.of(first, second, third)) {
                assertThat(status(client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
                                .until("GET0\n")))
                        .isEqualTo(200);
            }
            // Within the grace of a second nobody gives way; the same source is refused, another is not.
            assertThat(answer(get("/hello"))).isEmpty();
            try (RawClient other = new RawClient(server, "127.0.0.2")) {
                assertThat(status(other.send(get("/hello")).all())).isEqualTo(200);
            }
            long deadlineNs = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            String late = answer(get("/hello"));
            while (late.isEmpty() && System.nanoTime() - deadlineNs < 0) {
                late = answer(get("/hello"));
            }
            assertThat(status(late)).isEqualTo(200);
            assertThat(server.counters().connections("evicted")).isEqualTo(1);
            assertThat(first.closed()).isTrue();
        }
    }

    @Test
    void shouldAnswerPipelinedRequestsInOrderAndOneAtATime() throws Exception {
        StringBuilder many = new StringBuilder("GET /wait/0 HTTP/1.1\r\nHost: x\r\n\r\n");
        for (int i = 1; i < 1_000; i++) {
            many.append("GET /hello/").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        many.append(get("/hello/last"));
        try (RawClient client = new RawClient(server)) {
            client.send(many.toString());
            release.countDown();
            String all = client.all();
            assertThat(all.indexOf("waited/0")).isBetween(0, all.indexOf("GET/10"));
            for (int i = 2; i < 1_000; i++) {
                assertThat(all.indexOf("GET/" + i + "0\n")).isGreaterThan(all.indexOf("GET/" + (i - 1) + "0\n"));
            }
            assertThat(all).endsWith("GET/last0\n");
        }
    }

    @Test
    void shouldRefuseHeadersBeyondTheirBound() throws Exception {
        assertThat(status(answer("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")))
                .isEqualTo(414);
        assertThat(status(answer("GET /hello HTTP/1.1\r\nHost: x\r\nA: " + "x".repeat(10_000) + "\r\n\r\n")))
                .isEqualTo(431);
        assertThat(status(answer("GET /hello HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(5_000) + "\r\n")))
                .isEqualTo(431);
        assertThat(server.counters().refusals("too_long")).isEqualTo(3);
    }

    @Test
    void shouldRefuseBodiesBeyondTheirBoundHoweverTheyAreSent() throws Exception {
        assertThat(status(answer("POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n")))
                .isEqualTo(413);
        StringBuilder chunks =
                new StringBuilder("POST /hello HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 300; i++) {
            chunks.append("10\r\n0123456789abcdef\r\n");
        }
        assertThat(status(answer(chunks + "0\r\n\r\n"))).isEqualTo(413);
        assertThat(status(answer(
                        "POST /hello HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffff\r\nx")))
                .isIn(400, 413);
    }

    @Test
    void shouldRefuseWhatTwoProgramsCouldReadDifferently() throws Exception {
        String end = "\r\n\r\n0\r\n\r\nGET /hello/smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
        for (String request : List.of(
                "POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked" + end,
                "POST /hello HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5" + end,
                "POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6" + end,
                "POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: +5" + end,
                "POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 6" + end,
                "POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length : 5" + end,
                "POST /hello HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked" + end,
                "POST /hello HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked" + end,
                "POST /hello HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity" + end,
                "POST /hello HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked" + end,
                "POST /hello HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked" + end,
                "GET /hello HTTP/1.1\r\nHost: x\r\nHost: y" + end,
                "GET /hello HTTP/1.1\r\nX: y" + end,
                "GET /hello HTTP/1.1\nHost: x" + end,
                "GET /hello HTTP/2.0\r\nHost: x" + end,
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "rubbish" + end)) {
            String all = answer(request);
            assertThat(all).as(request).startsWith("HTTP/1.1 ").doesNotContain("smuggled");
            assertThat(status(all)).as(request).isIn(400, 405, 505);
        }
    }

    @Test
    void shouldRefuseMethodsThatItDoesNotServe() throws Exception {
        for (String method : List.of("CONNECT", "TRACE", "OPTIONS", "PATCH", "PROPFIND", "get")) {
            String target = method.equals("CONNECT") ? "example.com:443" : "/hello";
            assertThat(status(answer(method + " " + target + " HTTP/1.1\r\nHost: x\r\n\r\n")))
                    .as(method)
                    .isEqualTo(405);
        }
        assertThat(answer("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade\r\nUpgrade: h2c\r\n\r\n"))
                .contains(" 200 ", "GET0");
    }

    @Test
    void shouldRefusePathsThatAreTricks() throws Exception {
        for (String path : List.of(
                "/hello/../wait",
                "/hello/%2e%2e/wait",
                "/hello//x",
                "/./hello",
                "/hello/%00",
                "/hello\\x",
                "//hello",
                "hello",
                "/%zz")) {
            assertThat(status(answer(get(path)))).as(path).isEqualTo(400);
        }
        assertThat(status(answer(get("/nothing")))).isEqualTo(404);
        assertThat(status(answer(get("/hello/a..b")))).isEqualTo(200);
    }

    @Test
    void shouldAnswerWithHeadersThatHelpNobodyToMisuseIt() throws Exception {
        for (String path : List.of("/hello", "/nothing")) {
            assertThat(answer(get(path)).toLowerCase(java.util.Locale.ROOT))
                    .contains("x-content-type-options: nosniff", "cache-control: no-store", "content-type: text/plain")
                    .doesNotContain("server:")
                    .doesNotContain("x-powered-by");
        }
    }

    @Test
    void shouldAnswerHeadLikeGetWithoutTheBody() throws Exception {
        String both = answer("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n" + get("/hello"));
        assertThat(both.split("content-length: 5", -1)).hasSize(3);
        assertThat(both.split("GET0", -1)).hasSize(2);
    }

    @Test
    void shouldCountConnectionsOpen() throws Exception {
        try (RawClient client = new RawClient(server)) {
            client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").until("GET0");
            assertThat(server.counters().open()).isEqualTo(1);
        }
        while (server.counters().open() > 0) {
            Thread.onSpinWait();
        }
        assertThat(server.counters().connections("accepted")).isEqualTo(1);
    }
}
