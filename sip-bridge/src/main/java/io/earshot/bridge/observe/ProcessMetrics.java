package io.earshot.bridge.observe;

import io.earshot.bridge.metrics.Families;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Map;

/** The process and its media loops as metrics: CPU, memory, garbage collection, threads, descriptors, build. Thread-safe because its sources are. */
public final class ProcessMetrics {
    private final MediaLoops loops;
    private final String version;

    public ProcessMetrics(MediaLoops loops, String version) {
        this.loops = loops;
        this.version = version;
    }

    /** Adds what it shows. */
    public void addTo(Families families) {
        PrometheusRegistry jvm = new PrometheusRegistry();
        JvmMetrics.builder().register(jvm);
        families.include(jvm::scrape)
                .info(
                        "earshot_build_info",
                        "The program that runs",
                        Map.of(
                                "version", version,
                                "java", Runtime.version().toString(),
                                "transport", loops.transportName()))
                .gauges("earshot_media_loop_streams", "Paced streams on each media loop", List.of("loop"), samples -> {
                    for (int i = 0; i < loops.all().size(); i++) {
                        samples.at((long) loops.all().get(i).streams(), Integer.toString(i));
                    }
                })
                .counter(
                        "earshot_media_loop_faults",
                        "Exceptions that streams threw on media loops",
                        () -> loops.all().stream().mapToLong(MediaLoop::faults).sum());
    }
}
