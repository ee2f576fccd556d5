package io.earshot.bridge.observe;

import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.metrics.Families;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /metrics} in the format that {@code Accept} asks for: Prometheus' protobuf, which carries native histograms, OpenMetrics
 * text, or Prometheus text; compressed when {@code Accept-Encoding} allows gzip. Thread-safe because every scrape collects afresh.
 */
public final class MetricsResource implements HttpResource {
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Families families;

    /** Metrics of these families, each asked at every scrape. */
    public MetricsResource(Families families) {
        this.families = families;
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body) {
        return answer(method, path, body, _ -> null);
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body, Headers headers) {
        if (!method.equals("GET")) {
            return HttpAnswer.text(405, "only GET is served here").with("Allow", "GET");
        }
        return scrape(headers.value("Accept"), gzip(headers.value("Accept-Encoding")));
    }

    private HttpAnswer scrape(@Nullable String accept, boolean gzip) {
        ExpositionFormatWriter writer = formats.findWriter(accept);
        HttpAnswer plain = new HttpAnswer(200, writer.getContentType(), written(writer, accept, gzip))
                .with("Vary", "Accept, Accept-Encoding");
        return gzip ? plain.with("Content-Encoding", "gzip") : plain;
    }

    private byte[] written(ExpositionFormatWriter writer, @Nullable String accept, boolean gzip) {
        MetricSnapshots all = families.collect();
        ByteArrayOutputStream octets = new ByteArrayOutputStream(64 * 1024);
        try (OutputStream out = gzip ? new GZIPOutputStream(octets) : octets) {
            writer.write(out, all, EscapingScheme.fromAcceptHeader(accept));
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return octets.toByteArray();
    }

    private static boolean gzip(@Nullable String acceptEncoding) {
        return acceptEncoding != null
                && acceptEncoding
                        .toLowerCase(Locale.ROOT)
                        .matches("(.*[,\\s])?gzip(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
    }
}
