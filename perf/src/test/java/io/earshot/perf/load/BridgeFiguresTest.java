package io.earshot.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BridgeFiguresTest {
    @Test
    void shouldSumWhatTheCallsLost() throws IOException {
        JsonNode whole = call("""
                {"answeredMs": 4.0, "end": {"reason": "caller-hung-up"}, "providerFailures": ["x"],
                 "quality": {"received": {"packets": 100, "lost": 2, "discarded": 1}, "sent": {"packets": 90}}}
                """);
        JsonNode bare = call("{\"answeredMs\": 6.0}");
        BridgeFigures.Totals totals = BridgeFigures.Totals.of(List.of(whole, bare));
        assertEquals(2, totals.calls());
        assertEquals(100, totals.received());
        assertEquals(2, totals.lost());
        assertEquals(1, totals.discarded());
        assertEquals(90, totals.sent());
        assertEquals(1, totals.providerFailures());
        assertEquals(Map.of("caller-hung-up", 1, "running", 1), totals.ends());
        assertEquals(6.0, totals.inviteToOk().maxMs(), 0.01);
    }

    @Test
    void shouldAddUpTheMediansOfTheVendors() throws IOException {
        SimulatorDelays.Recorded recorded = SimulatorDelays.parse("""
                {"counts": {}, "delays_ms": {
                  "stt_endpoint": {"p50": 200, "p99": 205}, "stt_final": {"p50": 60, "p99": 61},
                  "llm_first_token": {"p50": 150, "p99": 150}, "llm_whole": {"p50": 900, "p99": 990},
                  "tts_first_audio": {"p50": 90, "p99": 92}}}
                """);
        assertEquals(500, recorded.totalMs(), 1e-9);
        assertEquals(8, recorded.spreadMs(), 1e-9);
    }

    @Test
    void shouldLessenEveryPercentile() {
        Percentiles total = new Percentiles(9, 510, 520, 530, 540, 550);
        assertEquals(new Percentiles(9, 10, 20, 30, 40, 50), total.less(500));
        assertEquals(new Percentiles(0, 0, 0, 0, 0, 0), new Percentiles(0, 0, 0, 0, 0, 0).less(500));
    }

    private static JsonNode call(String json) throws IOException {
        return ReportJson.read(json, JsonNode.class);
    }
}
