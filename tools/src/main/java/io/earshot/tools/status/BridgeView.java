package io.earshot.tools.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a running bridge tells of itself at one moment. Immutable.
 *
 * @param health {@code GET /v1/health}
 * @param calls {@code GET /v1/calls}
 * @param latency {@code GET /v1/latency}
 * @param samples {@code GET /metrics}, samples by name and labels as they are written
 */
record BridgeView(JsonNode health, JsonNode calls, JsonNode latency, Map<String, Double> samples) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /**
     * Asks a bridge.
     *
     * @param token bearer token, empty for none
     * @throws IOException when it does not answer, or refuses
     */
    static BridgeView of(URI bridge, String token) throws IOException {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            return new BridgeView(
                    JSON.readTree(get(http, bridge, "/v1/health", token)),
                    JSON.readTree(get(http, bridge, "/v1/calls", token)),
                    JSON.readTree(get(http, bridge, "/v1/latency", token)),
                    samples(get(http, bridge, "/metrics", token)));
        }
    }

    /** The sum of a metric's samples by the value of one label; zeros are left out. */
    Map<String, Double> by(String metric, String label) {
        Map<String, Double> sums = new TreeMap<>();
        samples.forEach((name, value) -> {
            if (value != 0 && name.startsWith(metric + "{")) {
                Matcher labels = LABEL.matcher(name);
                while (labels.find()) {
                    if (labels.group(1).equals(label)) {
                        sums.merge(labels.group(2), value, Double::sum);
                    }
                }
            }
        });
        return sums;
    }

    /** The sum of all samples of a metric. */
    double sum(String metric) {
        return samples.entrySet().stream()
                .filter(sample ->
                        sample.getKey().equals(metric) || sample.getKey().startsWith(metric + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    static Map<String, Double> samples(String text) {
        Map<String, Double> samples = new TreeMap<>();
        text.lines().filter(line -> !line.startsWith("#") && line.contains(" ")).forEach(line -> {
            int cut = line.lastIndexOf(' ');
            samples.put(line.substring(0, cut), Double.parseDouble(line.substring(cut + 1)));
        });
        return samples;
    }

    private static String get(HttpClient http, URI bridge, String path, String token) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(bridge.resolve(path)).timeout(PATIENCE);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(path + " answered " + answer.statusCode()
                        + (answer.statusCode() == 401 || answer.statusCode() == 403
                                ? ": give the token of http.tokens in EARSHOT_TOKEN"
                                : ""));
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
