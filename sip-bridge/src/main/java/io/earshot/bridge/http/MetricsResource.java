package io.earshot.bridge.http;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** {@code GET /metrics} in Prometheus' text format. Thread-safe because every scrape collects afresh. */
public final class MetricsResource implements HttpResource {
    private final PrometheusTextFormatWriter format =
            PrometheusTextFormatWriter.builder().build();
    private final List<Supplier<? extends List<? extends MetricSnapshot>>> sources;

    /** Metrics of these sources, each asked at every scrape. */
    public MetricsResource(List<Supplier<? extends List<? extends MetricSnapshot>>> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body) {
        return Json.get(method, this::scrape);
    }

    private HttpAnswer scrape() {
        PrometheusRegistry registry = new PrometheusRegistry();
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        sources.forEach(source -> source.get().forEach(all::metricSnapshot));
        registry.register((io.prometheus.metrics.model.registry.MultiCollector) all::build);
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            format.write(out, registry.scrape());
            return new HttpAnswer(200, PrometheusTextFormatWriter.CONTENT_TYPE, out.toByteArray());
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }
}
