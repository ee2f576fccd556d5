package io.earshot.bridge.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.metrics.Examples;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Timings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class MetricsResourceTest {
    private static final String PROTOBUF =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,text/plain;q=0.3";

    private final Families families = new Families();
    private final MetricsResource resource = new MetricsResource(families);

    @Test
    void shouldServeTextWhenNothingElseIsAskedFor() {
        families.counter("earshot_things", "Things", () -> 3L);
        HttpAnswer answer = ask(Map.of());
        assertThat(answer.contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(new String(answer.body(), UTF_8))
                .contains("# TYPE earshot_things_total counter", "earshot_things_total 3.0");
    }

    @Test
    void shouldServeNativeHistogramsAsProtobuf() {
        Timings timings = new Timings("stage");
        timings.record(250_000_000, "dns");
        families.histograms("earshot_stage_seconds", "Stages", timings);
        HttpAnswer answer = ask(Map.of("Accept", PROTOBUF));
        assertThat(answer.contentType()).startsWith("application/vnd.google.protobuf");
        assertThat(new String(answer.body(), UTF_8)).contains("earshot_stage_seconds", "dns");
        assertThat(new String(ask(Map.of()).body(), UTF_8))
                .contains("earshot_stage_seconds_bucket{stage=\"dns\",le=\"0.3\"} 1");
    }

    @Test
    void shouldNameATraceInTheBucketThatItsTurnFellInto() {
        Timings timings = new Timings("stage");
        timings.record(250_000_000, "dns");
        Examples examples = new Examples("stage");
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        examples.keep(0.25, trace, "00f067aa0ba902b7", 1_763_700_000_000L, "dns");
        families.histograms("earshot_stage_seconds", "Stages", examples, timings::tell);
        String open = new String(
                ask(Map.of("Accept", "application/openmetrics-text; version=1.0.0"))
                        .body(),
                UTF_8);
        assertThat(open)
                .contains(
                        "earshot_stage_seconds_bucket{stage=\"dns\",le=\"0.25\"} 1 # {span_id=\"00f067aa0ba902b7\",trace_id=\""
                                + trace + "\"} 0.25 1763700000.000");
        assertThat(new String(ask(Map.of("Accept", PROTOBUF)).body(), UTF_8)).contains("trace_id", trace);
        assertThat(new String(ask(Map.of()).body(), UTF_8)).doesNotContain("trace_id");
    }

    @Test
    void shouldServeOpenMetricsWhenAskedFor() {
        HttpAnswer answer = ask(Map.of("Accept", "application/openmetrics-text; version=1.0.0"));
        assertThat(answer.contentType()).startsWith("application/openmetrics-text");
        assertThat(new String(answer.body(), UTF_8)).endsWith("# EOF\n");
    }

    @Test
    void shouldCompressWhenGzipIsAccepted() throws IOException {
        HttpAnswer answer = ask(Map.of("Accept-Encoding", "deflate, gzip;q=0.9"));
        assertThat(answer.headers()).containsEntry("Content-Encoding", "gzip");
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
        assertThat(new String(plain, UTF_8)).contains("earshot_metrics_failures_total");
        assertThat(ask(Map.of("Accept-Encoding", "gzip;q=0, identity")).headers())
                .doesNotContainKey("Content-Encoding");
    }

    private HttpAnswer ask(Map<String, String> headers) {
        return resource.answer("GET", "", new byte[0], headers::get);
    }
}
