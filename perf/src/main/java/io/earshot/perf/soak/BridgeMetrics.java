package io.earshot.perf.soak;

import io.earshot.perf.load.WebPage;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The bridge's metrics in Prometheus' text form. Blocks; used by one thread. */
public final class BridgeMetrics {
    private final WebPage page;

    /** Of the bridge whose HTTP is at {@code http}, HOST:PORT. */
    public BridgeMetrics(String http) {
        this.page = new WebPage("http://" + http + "/metrics");
    }

    /** Values by name and labels as they are written, such as {@code earshot_calls_active{mode="direct"}}. */
    public Map<String, Double> read() throws IOException, InterruptedException {
        return parse(page.send("GET"));
    }

    /** Sum over the series of one name. */
    public static double sum(Map<String, Double> metrics, String name) {
        return metrics.entrySet().stream()
                .filter(entry -> entry.getKey().equals(name) || entry.getKey().startsWith(name + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    static Map<String, Double> parse(String text) {
        Map<String, Double> values = new TreeMap<>();
        for (String line : text.split("\n")) {
            int space = line.lastIndexOf(' ');
            if (!line.startsWith("#") && space > 0) {
                values.put(line.substring(0, space), number(line.substring(space + 1)));
            }
        }
        return values;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
