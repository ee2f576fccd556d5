package io.earshot.perf.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The delays that the simulated vendors really added, from their own record. Blocks; used by one thread. */
final class SimulatorDelays {
    /** What lies between the caller's last word and the agent's first, at the vendors. */
    private static final String[] ON_THE_WAY = {"stt_endpoint", "stt_final", "llm_first_token", "tts_first_audio"};

    private final WebPage stats;

    /** @param base {@code http://HOST:PORT} of the simulators */
    SimulatorDelays(String base) {
        this.stats = new WebPage(base + "/_sim/stats");
    }

    /** Forgets what was recorded. */
    void reset() throws IOException, InterruptedException {
        stats.send("DELETE");
    }

    /** What was recorded since then. */
    Recorded read() throws IOException, InterruptedException {
        return parse(stats.send("GET"));
    }

    static Recorded parse(String json) throws IOException {
        JsonNode all = ReportJson.read(json, JsonNode.class).path("delays_ms");
        Map<String, Double> medians = new LinkedHashMap<>();
        double spread = 0;
        for (String stage : ON_THE_WAY) {
            medians.put(stage, all.path(stage).path("p50").asDouble());
            spread += all.path(stage).path("p99").asDouble()
                    - all.path(stage).path("p50").asDouble();
        }
        return new Recorded(medians, spread);
    }

    /**
     * Delays of a stretch of time. Immutable.
     *
     * @param medianMs median a stage, milliseconds
     * @param spreadMs sum of the stages' p99 less p50: how far the vendors' own delays may blur what is subtracted
     */
    public record Recorded(Map<String, Double> medianMs, double spreadMs) {
        /** The same with one more thing that takes time at the vendors. */
        Recorded with(String what, double ms) {
            Map<String, Double> more = new LinkedHashMap<>(medianMs);
            more.put(what, ms);
            return new Recorded(more, spreadMs);
        }

        /** What a turn typically waits for vendors. */
        double totalMs() {
            return medianMs.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }
}
