package io.earshot.tools.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.tools.access.RunningBridge;
import io.earshot.tools.console.CommandFailure;
import io.earshot.tools.console.Exit;
import java.io.IOException;
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
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /**
     * Asks a bridge.
     *
     * @throws CommandFailure when it does not answer, or refuses
     */
    static BridgeView of(RunningBridge bridge) throws IOException, InterruptedException {
        return new BridgeView(
                JSON.readTree(get(bridge, "/v1/health")),
                JSON.readTree(get(bridge, "/v1/calls")),
                JSON.readTree(get(bridge, "/v1/latency")),
                samples(get(bridge, "/metrics")));
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

    private static String get(RunningBridge bridge, String path) throws InterruptedException {
        RunningBridge.Answer answer = bridge.ask("GET", path, null);
        if (answer.status() != 200) {
            throw new CommandFailure(Exit.UNAVAILABLE, path + " of " + bridge.url() + " answered " + answer.status());
        }
        return answer.body();
    }
}
