package io.earshot.bridge;

import io.earshot.ai.latency.LatencyRecorder;
import io.earshot.bridge.health.Health;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.leg.MediaDesk;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.MediaMeter;
import io.earshot.bridge.observe.CallMetrics;
import io.earshot.bridge.observe.Components;
import io.earshot.bridge.observe.EndedCalls;
import io.earshot.bridge.observe.HealthMetrics;
import io.earshot.bridge.observe.HealthResource;
import io.earshot.bridge.observe.LatencyResource;
import io.earshot.bridge.observe.MeteredResource;
import io.earshot.bridge.observe.MetricsResource;
import io.earshot.bridge.observe.ProcessMetrics;
import io.earshot.bridge.observe.ProviderMetrics;
import io.earshot.bridge.observe.SendLateness;
import io.earshot.bridge.observe.SipMeter;
import io.earshot.bridge.observe.SipMetrics;
import io.earshot.bridge.observe.TurnExamples;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.media.net.MediaLoops;
import io.earshot.sip.SipEndpoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a bridge shows of itself: metric families, health, latencies. Parts add to {@link #families} and {@link #health} when they are
 * built. Thread-safe because its parts are.
 */
final class MetricsSide implements AutoCloseable {
    private static final long SAMPLE_SECONDS = 2;
    private static final String VERSION = "0.1.0";

    private final Families families = new Families();
    private final Health health = new Health();
    private final MediaMeter media = new MediaMeter();
    private final SipMeter sip = new SipMeter();
    private final MeteredResource.Meter http = new MeteredResource.Meter();
    private final LatencyRecorder latency;
    private final SendLateness lateness;
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("media-meter").daemon().factory());

    /** Shows the process, its media loops and what the recorders hold; looks at running media every two seconds. */
    MetricsSide(MediaLoops loops, LatencyRecorder latency, SendLateness lateness) {
        this.latency = latency;
        this.lateness = lateness;
        new ProcessMetrics(loops, VERSION).addTo(families);
        media.addTo(families);
        sip.addTo(families);
        http.addTo(families);
        HealthMetrics.addTo(families, health);
        sampler.scheduleAtFixedRate(this::sample, SAMPLE_SECONDS, SAMPLE_SECONDS, TimeUnit.SECONDS);
    }

    private void sample() {
        media.sample();
        sip.sweep(System.nanoTime());
    }

    Families families() {
        return families;
    }

    Health health() {
        return health;
    }

    MediaMeter media() {
        return media;
    }

    SipMeter sip() {
        return sip;
    }

    /**
     * Shows calls, those that run and those that ended.
     *
     * @param kept whether a trace, by its id and its parent, is to be found anywhere
     */
    void watch(CallDirectory directory, BiPredicate<String, @Nullable String> kept) {
        TurnExamples examples = new TurnExamples(kept);
        directory.onTurn(examples::add);
        new CallMetrics(directory, latency, lateness, examples).addTo(families);
        EndedCalls ended = new EndedCalls(kept);
        ended.addTo(families);
        directory.onEnded(ended::count);
        families.counters(
                "earshot_ended_call_listeners",
                "Told of ended calls: records that a listener missed because it was behind, and exceptions that one threw",
                List.of("outcome"),
                samples -> {
                    samples.at(directory.missed(), "missed");
                    samples.at(directory.listenerFaults(), "failed");
                });
    }

    /** Shows SIP, providers and ports as figures, SIP and ports as components. */
    void watch(
            SipEndpoint endpoint, Supplier<ProviderDesk> providers, Supplier<MediaDesk> desk, IntSupplier mostCalls) {
        new SipMetrics(endpoint::counts).addTo(families);
        new ProviderMetrics(() -> providers.get().counters()).addTo(families);
        providers.get().outcomes().addTo(families);
        families.gauge("earshot_calls_maximum", "Calls that may run at once", () -> (long) mostCalls.getAsInt())
                .gauge("earshot_media_ports_in_use", "RTP port pairs in use", () ->
                        (long) desk.get().portsInUse())
                .gauge("earshot_media_ports_maximum", "RTP port pairs configured", () ->
                        (long) desk.get().portsInAll());
        Components.sip(health, endpoint::counts);
        Components.ports(health, () -> desk.get().portsInUse(), () -> desk.get().portsInAll());
    }

    /** What it serves. */
    Map<String, HttpResource> resources() {
        return Map.of(
                "/health", new HealthResource(health),
                "/v1/health", new HealthResource(health),
                "/v1/latency", new LatencyResource(latency, lateness),
                "/metrics", new MetricsResource(families));
    }

    /** The same resources, counted by path and status. */
    Map<String, HttpResource> metered(Map<String, HttpResource> resources) {
        return http.around(resources);
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }
}
