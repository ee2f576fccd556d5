package io.earshot.tools.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.sip.tls.TlsConfig;
import io.earshot.sip.tls.TlsConfig.ServerCheck;
import io.earshot.sip.tls.TlsKeeper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile clients of every kind at once at the HTTP listener of a whole bridge, and an honest one beside them. */
@Timeout(60)
class HostileHttpTest {
    private static final int OF_EACH_KIND = 12;
    private static final int HONEST = 40;
    private static final String HOST = " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final byte[] MEGABYTE = "x".repeat(1 << 20).getBytes(ISO_8859_1);

    @TempDir
    Path folder;

    /** What a hostile client does with its connection; it ends by an exception when it is thrown out. */
    @FunctionalInterface
    private interface Attack {
        void on(OutputStream out) throws IOException, InterruptedException;
    }

    private static final Map<String, Attack> ATTACKS = Map.of(
            "a header an octet at a time", out -> drip(out, "GET /metrics" + HOST + "X-Slow: "),
            "a body an octet at a time",
                    out -> drip(out, "POST /v1/admin/reload" + HOST + "Content-Length: 100000\r\n\r\n"),
            "nothing", _ -> {},
            "a header without end", out -> flood(out, "GET /metrics" + HOST + "X-Long: ", MEGABYTE),
            "a body of a terabyte",
                    out -> flood(
                            out, "POST /v1/admin/reload" + HOST + "Content-Length: 1000000000000\r\n\r\n", MEGABYTE),
            "chunks without end",
                    out -> flood(
                            out,
                            "POST /v1/admin/reload" + HOST + "Transfer-Encoding: chunked\r\n\r\n",
                            ("400\r\n" + "x".repeat(1_024) + "\r\n").getBytes(ISO_8859_1)),
            "garbage behind a request", out -> flood(out, "GET /health/live" + HOST + "\r\n", garbage()),
            "HTTP/2", out -> flood(out, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldServeAnHonestClientBesideHostileOnesAndThrowThoseOut(boolean tls) throws Exception {
        Certificates authority = new Certificates(folder, "test");
        Certificates.Issued own = authority.issue("bridge", "127.0.0.1");
        List<String> settings = new ArrayList<>(List.of("http.request_timeout=6s", "http.max_body=65536"));
        if (tls) {
            settings.addAll(List.of("http.tls.certificate=" + own.certificate(), "http.tls.key=" + own.key()));
        }
        SSLContext trusting = trusting(authority);
        try (BridgeUnderTest bridge = BridgeUnderTest.start(settings.toArray(String[]::new));
                HttpClient honest = HttpClient.newBuilder().sslContext(trusting).build()) {
            int port = bridge.bridge.httpAddress().getPort();
            URI uri = URI.create((tls ? "https" : "http") + "://127.0.0.1:" + port + "/health/live");
            double alone = median(ask(honest, uri));
            Map<String, String> ends = new ConcurrentHashMap<>();
            List<Thread> hostile = attack(port, tls ? trusting : null, ends);

            List<Double> beside = ask(honest, uri);
            for (Thread each : hostile) {
                assertThat(each.join(Duration.ofSeconds(30)))
                        .as(each.getName() + " was thrown out")
                        .isTrue();
            }

            System.out.printf(
                    "%s: honest request alone %.1f ms, beside %d hostile clients %.1f ms (median), %.1f ms (worst, number %d); %s%n",
                    tls ? "TLS" : "plain",
                    alone,
                    hostile.size(),
                    median(beside),
                    beside.stream().mapToDouble(each -> each).max().orElse(0),
                    beside.indexOf(java.util.Collections.max(beside)),
                    new TreeMap<>(ends));
            assertThat(beside).allMatch(ms -> ms < 5_000);
            assertThat(ends.values()).noneMatch(each -> each.startsWith("5") && !each.startsWith("505"));
            assertThat(median(ask(honest, uri))).isLessThan(5_000);
        }
    }

    private static List<Thread> attack(int port, SSLContext tls, Map<String, String> ends) {
        List<Thread> all = new ArrayList<>();
        ATTACKS.forEach((name, attack) -> {
            for (int i = 0; i < OF_EACH_KIND; i++) {
                all.add(Thread.ofVirtual().name(name).start(() -> ends.put(name, attack(port, tls, attack))));
            }
        });
        if (tls != null) {
            all.add(Thread.ofVirtual()
                    .name("no TLS")
                    .start(() -> ends.put("no TLS", attack(port, null, ATTACKS.get("chunks without end")))));
            all.add(Thread.ofVirtual()
                    .name("half a handshake")
                    .start(() -> ends.put(
                            "half a handshake", attack(port, null, out -> out.write(new byte[] {0x16, 3, 1, 2})))));
        }
        return all;
    }

    /** Attacks until the connection is closed from there; the status that was answered, or {@code closed}. */
    private static String attack(int port, SSLContext tls, Attack attack) {
        StringBuilder answered = new StringBuilder();
        try (Socket socket = tls == null
                ? new Socket(InetAddress.getLoopbackAddress(), port)
                : tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            Thread reader = Thread.ofVirtual().start(() -> read(socket, answered));
            try {
                attack.on(socket.getOutputStream());
            } catch (IOException thrownOut) {
                // What it said before is read.
            }
            reader.join();
        } catch (IOException | InterruptedException refused) {
            return "refused";
        }
        String text = answered.toString();
        Matcher status = STATUS.matcher(text);
        return status.results()
                .map(each -> each.group(1))
                .reduce((_, last) -> last)
                .orElse("closed");
    }

    private static void read(Socket socket, StringBuilder answered) {
        try {
            InputStream in = socket.getInputStream();
            byte[] octets = new byte[4_096];
            for (int count = in.read(octets); count >= 0; count = in.read(octets)) {
                answered.append(new String(octets, 0, count, ISO_8859_1));
            }
        } catch (IOException thrownOut) {
            // As good as the end.
        }
    }

    private static void drip(OutputStream out, String head) throws IOException, InterruptedException {
        out.write(head.getBytes(ISO_8859_1));
        while (true) {
            out.write('x');
            out.flush();
            Thread.sleep(100);
        }
    }

    private static void flood(OutputStream out, String head, byte[] more) throws IOException {
        out.write(head.getBytes(ISO_8859_1));
        while (true) {
            out.write(more);
            out.flush();
        }
    }

    private static byte[] garbage() {
        byte[] octets = new byte[4_096];
        new Random(7).nextBytes(octets);
        return octets;
    }

    /** Milliseconds of so many requests one after another, each answered with 200. */
    private static List<Double> ask(HttpClient client, URI uri) throws Exception {
        List<Double> ms = new ArrayList<>();
        for (int i = 0; i < HONEST; i++) {
            long startNs = System.nanoTime();
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            ms.add((System.nanoTime() - startNs) / 1e6);
        }
        return ms;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static SSLContext trusting(Certificates authority) throws Exception {
        try (TlsKeeper keeper = TlsKeeper.open(TlsConfig.defaults()
                .withServers(ServerCheck.NAME, authority.authority().toString()))) {
            return keeper.callingContext();
        }
    }
}
