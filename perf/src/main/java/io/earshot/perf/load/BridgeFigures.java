package io.earshot.perf.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What the bridge tells of its calls over HTTP. Blocks; used by one thread. */
final class BridgeFigures {
    private static final double US_PER_MS = 1e3;

    private final String base;

    /** @param base {@code http://HOST:PORT} of the bridge */
    BridgeFigures(String base) {
        this.base = base;
    }

    /** Records of all calls known, ended ones first. */
    List<JsonNode> calls() throws IOException, InterruptedException {
        List<JsonNode> calls = new ArrayList<>();
        for (JsonNode line : read("/v1/calls").path("calls")) {
            String id = line.path("callId").asText();
            calls.add(read("/v1/calls/" + URLEncoder.encode(id, StandardCharsets.UTF_8)));
        }
        return calls;
    }

    private JsonNode read(String path) throws IOException, InterruptedException {
        return ReportJson.read(new WebPage(base + path).send("GET"), JsonNode.class);
    }

    /**
     * Sums over calls. Immutable.
     *
     * @param calls calls seen
     * @param received packets that came from the callers
     * @param lost packets of the callers that never came
     * @param discarded packets of the callers that came too late to be heard
     * @param sent packets sent to the callers
     * @param providerFailures failures of providers
     * @param ends calls by the reason for which they ended
     * @param inviteToOk arrival of the INVITE to the sending of the 200, by the bridge's own clock
     */
    public record Totals(
            int calls,
            long received,
            long lost,
            long discarded,
            long sent,
            long providerFailures,
            Map<String, Integer> ends,
            Percentiles inviteToOk) {
        static Totals of(List<JsonNode> calls) {
            Histogram answered = new Histogram(3);
            long received = 0;
            long lost = 0;
            long discarded = 0;
            long sent = 0;
            long failures = 0;
            Map<String, Integer> ends = new TreeMap<>();
            for (JsonNode call : calls) {
                JsonNode in = call.path("quality").path("received");
                received += in.path("packets").asLong();
                lost += in.path("lost").asLong();
                discarded += in.path("discarded").asLong();
                sent += call.path("quality").path("sent").path("packets").asLong();
                failures += call.path("providerFailures").size();
                ends.merge(call.path("end").path("reason").asText("running"), 1, Integer::sum);
                if (call.path("answeredMs").isNumber()) {
                    answered.recordValue(Math.round(call.path("answeredMs").asDouble() * US_PER_MS));
                }
            }
            return new Totals(
                    calls.size(), received, lost, discarded, sent, failures, ends, Percentiles.of(answered, US_PER_MS));
        }
    }
}
