package io.earshot.bridge;

import io.earshot.bridge.call.CallWatch;
import io.earshot.bridge.capture.CaptureDesk;
import io.earshot.bridge.capture.CaptureResource;
import io.earshot.bridge.capture.CaptureWriter;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.CaptureConfig;
import io.earshot.bridge.config.LiveConfig;
import io.earshot.bridge.health.Health;
import io.earshot.bridge.health.HealthState;
import io.earshot.bridge.hep.HepDesk;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.log.LogLevels;
import io.earshot.bridge.log.LogResource;
import io.earshot.bridge.log.ProcessLog;
import io.earshot.bridge.log.SipLines;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.trace.TraceExport;
import io.earshot.media.session.PacketTap;
import io.earshot.sip.wire.MessageTaps;
import java.io.IOException;
import java.net.InetAddress;
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
    private final CaptureDesk captures;
    private final @Nullable HepDesk hep;
    private final @Nullable TraceExport traces;

    private ObserveSide(LiveConfig live, CallDirectory directory) throws IOException {
        BridgeConfig config = live.now();
        this.traces = config.traces().configured() ? own(TraceExport.start(config)) : null;
        if (traces != null) {
            TraceExport export = traces;
            directory.onEnded(export::add);
            directory.onTurn(export::add);
        }
        InetAddress sip =
                address(config.sip().advertisedHost().orElse(""), config.sip().host());
        InetAddress media =
                address(config.media().advertisedHost(), config.media().host());
        HepDesk homer = config.hep().configured()
                ? own(HepDesk.start(config.hep(), config.log().nodeName(), sip, media))
                : null;
        this.hep = homer;
        if (homer != null) {
            messages.add(homer);
            directory.onEnded(homer::ended);
        }
        this.captures = own(new CaptureDesk(
                () -> live.now().capture(),
                sip,
                media,
                (facts, _) -> homer == null ? PacketTap.NONE : homer.tapOf(facts)));
        if (captures.configured()) {
            messages.add(captures);
            directory.onEnded(captures::ended);
        }
        LogLevels.PROCESS.install();
        messages.add(new SipLines());
    }

    /**
     * Starts what is configured.
     *
     * @throws IOException when there is no place for captures, or an address cannot be resolved
     */
    static ObserveSide start(LiveConfig live, CallDirectory directory) throws IOException {
        return new ObserveSide(live, directory);
    }

    private static InetAddress address(String advertised, String bound) throws IOException {
        return InetAddress.getByName(advertised.isEmpty() ? bound : advertised);
    }

    /** Whether a trace is to be found where traces are kept: all are worth telling where none is kept, for logs name them too. */
    boolean keeps(String traceId, @Nullable String traceParent) {
        return traces == null || traces.samples(traceId, traceParent);
    }

    /** Looks on while calls run. */
    CallWatch watch() {
        return captures;
    }

    /** What captures go by now. */
    CaptureConfig captureSettings() {
        return captures.settings();
    }

    /** Sees every SIP message. */
    MessageTaps messages() {
        return messages;
    }

    /** Resources by their paths. */
    Map<String, HttpResource> resources() {
        return Map.of("/v1/log", log);
    }

    /** What {@code /v1/calls} answers besides: levels and captures of calls. */
    HttpResource over(HttpResource calls, CallDirectory directory) {
        return new WatchedCalls(calls, directory, log, new CaptureResource(captures));
    }

    /** Adds metrics and components. */
    void addTo(Families families, Health health) {
        families.counter(
                "earshot_log_lines_held", "Log lines held back because a statement repeated itself", ProcessLog::held);
        if (traces != null) {
            addTraces(traces, families, health);
        }
        if (hep != null) {
            hep.addTo(families, health);
        }
        CaptureWriter writer = captures.writer();
        if (writer != null) {
            addCaptures(writer, families, health);
        }
    }

    private void addCaptures(CaptureWriter writer, Families families, Health health) {
        families.counters(
                        "earshot_captures",
                        "Packet captures: files written, failed, and refused because there were too many",
                        List.of("outcome"),
                        samples -> {
                            samples.at(writer.written(), "written");
                            samples.at(writer.failed(), "failed");
                            samples.at(captures.refused(), "refused");
                        })
                .counters(
                        "earshot_capture_packets",
                        "Packets of captures that are complete: in the file, or dropped on the way",
                        List.of("outcome"),
                        samples -> {
                            samples.at(writer.packets(), "written");
                            samples.at(writer.dropped(), "dropped");
                        })
                .gauge("earshot_captures_active", "Calls captured now", writer::active);
        health.register(
                "captures",
                () -> writer.problem().isEmpty() ? HealthState.ok() : HealthState.degraded(writer.problem()));
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
                        "Calls and turns whose spans were dropped because too many waited",
                        traces::dropped)
                .gauge("earshot_trace_waiting", "Calls and turns whose spans wait to be sent", () ->
                        (long) traces.waiting());
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
