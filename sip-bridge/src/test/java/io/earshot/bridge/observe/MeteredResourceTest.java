package io.earshot.bridge.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.metrics.Families;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeteredResourceTest {
    private final MeteredResource.Meter meter = new MeteredResource.Meter();
    private final HttpResource calls = meter.around(
                    Map.of("/v1/calls", (method, path, body) -> HttpAnswer.text(404, "no such call")))
            .get("/v1/calls");

    @Test
    void shouldCountByTemplateSoThatIdsMakeNoSeries() {
        Families families = new Families();
        meter.addTo(families);
        IntStream.range(0, 1_000).forEach(i -> {
            calls.answer("GET", "/EC_" + i, new byte[0]);
            calls.answer("BREW" + i, "/EC_" + i + "/hangup", new byte[0]);
        });
        calls.answer("GET", "", new byte[0]);
        assertThat(families.collect().stream()
                        .filter(family -> family.getMetadata().getName().equals("earshot_http_requests"))
                        .flatMap(family -> family.getDataPoints().stream())
                        .map(point -> point.getLabels().get("path") + " "
                                + point.getLabels().get("method")))
                .containsExactlyInAnyOrder("/v1/calls GET", "/v1/calls/{id} GET", "/v1/calls/{id}/hangup OTHER");
    }
}
