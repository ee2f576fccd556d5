package io.earshot.tools.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes one bridge every second and judges the rules of the deployment. */
final class PrometheusUnderTest implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private PrometheusUnderTest(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one; {@code nativeHistograms} has it ask for protobuf and keep native histograms. */
    static PrometheusUnderTest start(Path directory, int bridgePort, boolean nativeHistograms) throws Exception {
        Files.createDirectories(directory);
        Path config = directory.resolve("prometheus.yml");
        Files.writeString(config, config(bridgePort));
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port));
        command.add("--enable-feature=exemplar-storage" + (nativeHistograms ? ",native-histograms" : ""));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            return new PrometheusUnderTest(process, port);
        } catch (IOException missing) {
            throw new AssertionError("prometheus is missing: apt-get install prometheus (.ci/run does so)", missing);
        }
    }

    private static String config(int bridgePort) {
        Path rules = Deployed.DEPLOY.resolve("prometheus");
        return """
                global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
                rule_files: ["%s", "%s"]
                scrape_configs:
                  - job_name: earshot
                    static_configs: [{ targets: ["127.0.0.1:%d"] }]
                """.formatted(rules.resolve("recording-rules.yml"), rules.resolve("alert-rules.yml"), bridgePort);
    }

    /** The result of an instant query; an error of Prometheus fails. */
    JsonNode query(String expression) throws Exception {
        JsonNode answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        if (!answer.path("status").asText().equals("success")) {
            throw new AssertionError(expression + "\n" + answer);
        }
        return answer.path("data").path("result");
    }

    /** Examples of the last hour in a query's series. */
    JsonNode exemplars(String expression) throws Exception {
        long nowS = System.currentTimeMillis() / 1_000;
        return get("/api/v1/query_exemplars?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8) + "&start="
                        + (nowS - 3_600) + "&end=" + (nowS + 60))
                .path("data");
    }

    /** Whether a query has at least one value that is a number. */
    boolean hasData(String expression) throws Exception {
        for (JsonNode series : query(expression)) {
            String value = series.path("value").path(1).asText();
            if (!value.isEmpty() && !value.equals("NaN")) {
                return true;
            }
        }
        return false;
    }

    JsonNode get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** Waits for something that a query shows. */
    void await(String what, String expression) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (System.nanoTime() - deadlineNs < 0) {
            if (ready() && !query(expression).isEmpty()) {
                return;
            }
            Thread.sleep(200);
        }
        throw new AssertionError("never came: " + what);
    }

    private boolean ready() {
        try {
            return get("/api/v1/targets").path("status").asText().equals("success");
        } catch (Exception starting) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
