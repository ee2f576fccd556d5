package io.earshot.bridge.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.ConfigLoader;
import io.earshot.bridge.records.CallRecord;
import io.earshot.bridge.records.TurnTold;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TraceExportTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Instant STARTED = Instant.parse("2026-11-20T10:00:00Z");

    private static BridgeConfig config(Map<String, String> environment, String... settings) throws ConfigException {
        return new ConfigLoader(environment).load(BridgeConfig.defaults(environment), null, List.of(settings));
    }

    private static CallRecord call(String traceParent, String reason) {
        Map<String, Double> stages = new LinkedHashMap<>();
        stages.put("end-of-turn", 100.0);
        stages.put("first-token", 200.0);
        stages.put("first-audio", 50.0);
        return new CallRecord(
                "EC_TRACETEST",
                "sip@trace.test",
                TRACE,
                traceParent,
                null,
                "sip:anna@example.com",
                "sip:100@example.com",
                "default",
                "direct",
                "inbound",
                null,
                null,
                STARTED,
                400.0,
                5_000.0,
                "ended",
                new CallRecord.End(reason, "caller", "", 200, 16, "CLIENT_INITIATED"),
                "PCMU",
                List.of(new CallRecord.Line("caller", "the secret word", 900, false)),
                List.of(new CallRecord.Turn(1, "answered", 1_000, 350, stages, 0)),
                List.of(),
                List.of(),
                List.of(new CallRecord.Event("ringing", 10, ""), new CallRecord.Event("barge_in", 2_000, "confirmed")),
                null,
                null,
                CallRecord.Signalling.NONE,
                null,
                CallRecord.Figures.NONE,
                List.of(),
                null,
                CallRecord.Origin.NONE);
    }

    private static Map<String, Span> byName(ExportTraceServiceRequest request) {
        return request.getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .collect(Collectors.toMap(Span::getName, span -> span));
    }

    private static Map<String, String> facts(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        fact -> fact.getValue().hasStringValue()
                                ? fact.getValue().getStringValue()
                                : fact.getValue().toString().strip()));
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static long at(double ms) {
        return STARTED.getEpochSecond() * 1_000_000_000L + (long) (ms * 1e6);
    }

    @Test
    void shouldTellACallAsATreeOfSpansWithTheRecordsTimes() throws Exception {
        try (OtlpReceiver collector = new OtlpReceiver(0);
                TraceExport export =
                        TraceExport.start(config(Map.of(), "traces.endpoint=" + collector.endpoint(), "log.node=n1"))) {
            export.add(call(null, "caller_hung_up"));
            Map<String, Span> spans = byName(collector.next());

            assertThat(spans)
                    .containsOnlyKeys(
                            "call direct", "call set-up", "turn", "end-of-turn", "first-token", "first-audio");
            Span whole = spans.get("call direct");
            assertThat(hex(whole.getTraceId())).isEqualTo(TRACE);
            assertThat(hex(whole.getSpanId())).isEqualTo(TraceContext.callSpanId(TRACE));
            assertThat(whole.getParentSpanId().isEmpty()).isTrue();
            assertThat(whole.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
            assertThat(whole.getStartTimeUnixNano()).isEqualTo(at(0));
            assertThat(whole.getEndTimeUnixNano()).isEqualTo(at(5_000));
            assertThat(spans.get("turn").getParentSpanId()).isEqualTo(whole.getSpanId());
            Span token = spans.get("first-token");
            assertThat(token.getParentSpanId()).isEqualTo(spans.get("turn").getSpanId());
            assertThat(token.getStartTimeUnixNano()).isEqualTo(at(1_100));
            assertThat(token.getEndTimeUnixNano()).isEqualTo(at(1_300));
            assertThat(facts(token.getAttributesList()))
                    .containsEntry("gen_ai.operation.name", "chat")
                    .containsEntry("gen_ai.provider.name", "groq")
                    .containsKey("gen_ai.request.model");
            assertThat(spans.get("call set-up").getEventsList())
                    .extracting(Span.Event::getName)
                    .containsExactly("ringing", "answered");
            assertThat(whole.getEventsList()).extracting(Span.Event::getName).containsExactly("barge_in");
        }
    }

    @Test
    void shouldTellATurnWhileItsCallGoesOnAndNotAgainWithTheCall() throws Exception {
        try (OtlpReceiver collector = new OtlpReceiver(0);
                TraceExport export =
                        TraceExport.start(config(Map.of(), "traces.endpoint=" + collector.endpoint(), "log.node=n1"))) {
            CallRecord call = call(null, "caller_hung_up");
            CallRecord.Turn turn = call.turns().getFirst();
            export.add(new TurnTold(call.callId(), call.traceId(), null, call.startedAt(), turn));
            Map<String, Span> early = byName(collector.next());
            assertThat(early).containsOnlyKeys("turn", "end-of-turn", "first-token", "first-audio");
            assertThat(hex(early.get("turn").getSpanId()))
                    .isEqualTo(TraceContext.turnSpanId(TRACE, call.callId(), turn.turn()));
            assertThat(hex(early.get("turn").getParentSpanId())).isEqualTo(TraceContext.callSpanId(TRACE));
            assertThat(hex(early.get("turn").getTraceId())).isEqualTo(TRACE);

            export.add(call);
            assertThat(byName(collector.next())).containsOnlyKeys("call direct", "call set-up");
        }
    }

    @Test
    void shouldTellNoTurnOfACallThatIsNotSampled() throws Exception {
        try (OtlpReceiver collector = new OtlpReceiver(0);
                TraceExport export = TraceExport.start(config(Map.of(), "traces.endpoint=" + collector.endpoint()))) {
            CallRecord call = call("00-" + TRACE + "-00f067aa0ba902b7-00", "caller_hung_up");
            CallRecord.Turn turn = call.turns().getFirst();
            export.add(new TurnTold(call.callId(), call.traceId(), call.traceParent(), call.startedAt(), turn));
            export.add(call(null, "caller_hung_up"));
            assertThat(byName(collector.next())).containsKey("call direct");
            assertThat(export.samples(TRACE, call.traceParent())).isFalse();
            assertThat(export.samples(TRACE, null)).isTrue();
        }
    }

    @Test
    void shouldKeepWhatWasSaidOutOfTheTraceUnlessAskedFor() throws Exception {
        try (OtlpReceiver collector = new OtlpReceiver(0)) {
            for (boolean text : new boolean[] {false, true}) {
                try (TraceExport export = TraceExport.start(
                        config(Map.of(), "traces.endpoint=" + collector.endpoint(), "traces.text=" + text))) {
                    export.add(call(null, "caller_hung_up"));
                    assertThat(collector.next().toString().contains("the secret word"))
                            .isEqualTo(text);
                }
            }
        }
    }

    @Test
    void shouldPutTheCallUnderTheCallersSpan() throws Exception {
        try (OtlpReceiver collector = new OtlpReceiver(0);
                TraceExport export = TraceExport.start(config(Map.of(), "traces.endpoint=" + collector.endpoint()))) {
            export.add(call("00-" + TRACE + "-00f067aa0ba902b7-01", "failed"));
            Span whole = byName(collector.next()).get("call direct");
            assertThat(hex(whole.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
            assertThat(whole.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        }
    }

    @Test
    void shouldNotTraceWhatTheCallerDoesNotRecord() throws Exception {
        try (OtlpReceiver collector = new OtlpReceiver(0);
                TraceExport export = TraceExport.start(config(Map.of(), "traces.endpoint=" + collector.endpoint()))) {
            export.add(call("00-" + TRACE + "-00f067aa0ba902b7-00", "caller_hung_up"));
            export.add(call(null, "caller_hung_up"));
            assertThat(byName(collector.next())
                            .get("call direct")
                            .getParentSpanId()
                            .isEmpty())
                    .isTrue();
        }
    }

    @Test
    void shouldFollowOpenTelemetrysEnvironment() throws Exception {
        try (OtlpReceiver collector = new OtlpReceiver(0);
                TraceExport export = TraceExport.start(config(Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint(),
                        "OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20canary",
                        "OTEL_SERVICE_NAME", "phones",
                        "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test")))) {
            export.add(call(null, "caller_hung_up"));
            ExportTraceServiceRequest request = collector.next();
            assertThat(facts(request.getResourceSpans(0).getResource().getAttributesList()))
                    .containsEntry("service.name", "phones")
                    .containsEntry("deployment.environment.name", "test");
            assertThat(collector.authorization()).isEqualTo("Bearer canary");
        }
    }

    @Test
    void shouldSendNothingWhereSamplingIsOff() throws Exception {
        BridgeConfig never = config(
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318", "OTEL_TRACES_SAMPLER", "always_off"));
        try (TraceExport export = TraceExport.start(never)) {
            export.add(call(null, "caller_hung_up"));
            export.close();
            assertThat(export.sent() + export.failed()).isZero();
        }
    }

    @Test
    void shouldRepeatWhatTheCollectorCouldNotTakeAtOnce() throws Exception {
        try (OtlpReceiver collector = new OtlpReceiver(1);
                TraceExport export = TraceExport.start(
                        config(Map.of(), "traces.endpoint=" + collector.endpoint(), "traces.timeout=20s"))) {
            export.add(call(null, "caller_hung_up"));
            assertThat(byName(collector.next())).containsKey("call direct");
            assertThat(collector.refusals()).isZero();
        }
    }

    @Test
    void shouldDropAndCountCallsWhileTheCollectorIsAway() throws Exception {
        BridgeConfig away =
                config(Map.of(), "traces.endpoint=http://127.0.0.1:1", "traces.queue=1", "traces.timeout=500ms");
        TraceExport export = TraceExport.start(away);
        for (int i = 0; i < 200; i++) {
            export.add(call(null, "caller_hung_up"));
        }
        assertThat(export.dropped()).isPositive();
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (export.failed() == 0 && System.nanoTime() - deadlineNs < 0) {
            Thread.onSpinWait();
        }
        assertThat(export.failed()).isPositive();
        assertThat(export.problem()).contains("did not take");
        export.close();
    }
}
