package io.earshot.bridge;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.health.Health;
import io.earshot.bridge.health.HealthState;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.log.LogLevels;
import io.earshot.bridge.log.LogResource;
import io.earshot.bridge.log.SipLines;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.trace.TraceExport;
import io.earshot.sip.wire.MessageTaps;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lets others watch calls: traces, packet captures, copies for Homer, and the log's levels. Nothing of it is in a call's way.
 * Started and closed by the thread that does so with the bridge.
 */
final class ObserveSide implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ObserveSide.class);

    private final LogResource log = new LogResource(LogLevels.PROCESS);
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final MessageTaps messages = new MessageTaps();
    private final @Nullable TraceExport traces;

    private ObserveSide(BridgeConfig config, CallDirectory directory) {
        this.traces = config.traces().configured() ? own(TraceExport.start(config)) : null;
        if (traces != null) {
            directory.onEnded(traces::add);
        }
        LogLevels.PROCESS.install();
        messages.add(new SipLines());
    }

    static ObserveSide start(BridgeConfig config, CallDirectory directory) {
        return new ObserveSide(config, directory);
    }

    /** Sees every SIP message. */
    MessageTaps messages() {
        return messages;
    }

    /** Resources by their paths. */
    Map<String, HttpResource> resources() {
        return Map.of("/v1/log", log);
    }

    /** What {@code /v1/calls} answers besides: {@code PUT /v1/calls/{id}/log}. */
    HttpResource over(HttpResource calls, CallDirectory directory) {
        return new WatchedCalls(calls, directory, log);
    }

    /** Adds metrics and components. */
    void addTo(Families families, Health health) {
        if (traces != null) {
            addTraces(traces, families, health);
        }
    }

    private static void addTraces(TraceExport traces, Families families, Health health) {
        families.counters(
                        "earshot_trace_spans",
                        "Spans that the OpenTelemetry collector took, and those that it did not",
                        List.of("outcome"),
                        samples -> {
                            samples.at(traces.sent(), "sent");
                            samples.at(traces.failed(), "failed");
                        })
                .counter(
                        "earshot_trace_calls_dropped",
                        "Calls whose trace was dropped because too many waited",
                        traces::dropped);
        health.register(
                "traces", () -> traces.problem().isEmpty() ? HealthState.ok() : HealthState.degraded(traces.problem()));
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("closing {} failed", part.getClass().getSimpleName(), e);
            }
        }
    }

    private <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
    }
}
