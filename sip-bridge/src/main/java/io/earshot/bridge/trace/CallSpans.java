package io.earshot.bridge.trace;

import io.earshot.bridge.records.CallRecord;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells a call as spans: each turn with its stages one after another, and when it is finished the call and its set-up with the room's. All times
 * are those of the record, so nothing is measured twice. Names follow OpenTelemetry's semantic conventions where there are any ({@code
 * gen_ai.*}, {@code network.*}); the rest is {@code earshot.*}. Confined to the exporting thread.
 */
final class CallSpans {
    /** Ends that are somebody's fault. */
    private static final Set<String> FAULTS =
            Set.of("failed", "media_timeout", "providers_failed", "never_acknowledged", "room_unavailable");

    /** What a stage waits for, by the stage's label. */
    private static final Map<String, String> OPERATIONS =
            Map.of("first-token", "chat", "first-audio", "text_to_speech", "final-transcript", "speech_to_text");

    private final Tracer tracer;
    private final Models models;
    private final boolean text;

    /**
     * Who does what in a turn, for attributes; empty for unknown. Immutable.
     *
     * @param stt recogniser
     * @param llm language model's provider
     * @param model the model
     * @param tts voice
     */
    record Models(String stt, String llm, String model, String tts) {}

    CallSpans(Tracer tracer, Models models, boolean text) {
        this.tracer = tracer;
        this.models = models;
        this.text = text;
    }

    /** Makes the spans of a call, under {@code above}, but for the turns that {@code turns} makes or knows to be told. */
    void tell(CallRecord call, Context above, BiConsumer<CallRecord.Turn, Context> turns) {
        Span whole = span("call " + call.mode(), SpanKind.SERVER, above, call.startedAt(), 0, facts(call));
        Context within = Context.root().with(whole);
        setUp(call, within);
        call.turns().forEach(turn -> turns.accept(turn, within));
        double setUpEnd = setUpEnd(call);
        call.events().stream().filter(event -> event.atMs() > setUpEnd).forEach(event -> note(whole, call, event));
        if (text) {
            call.transcript().forEach(line -> said(whole, call, line));
        }
        if (call.end() != null && FAULTS.contains(call.end().reason())) {
            whole.setStatus(StatusCode.ERROR, call.end().reason());
        }
        end(whole, call.startedAt(), endedMs(call));
    }

    private void setUp(CallRecord call, Context within) {
        double endMs = setUpEnd(call);
        Span setUp = span("call set-up", SpanKind.INTERNAL, within, call.startedAt(), 0, Attributes.empty());
        call.events().stream().filter(event -> event.atMs() <= endMs).forEach(event -> note(setUp, call, event));
        if (call.answeredMs() == null) {
            setUp.setStatus(StatusCode.ERROR, "not answered");
        } else {
            setUp.addEvent("answered", at(call, call.answeredMs()));
        }
        Context inside = Context.root().with(setUp);
        between("room join", "room_joining", "room_joined", call, inside);
        between("room media", "room_joined", "room_media", call, inside);
        between("ICE", "ice_checking", "ice_connected", call, inside);
        between("DTLS", "ice_connected", "dtls_connected", call, inside);
        end(setUp, call.startedAt(), endMs);
    }

    /** A span from one event to another, where both happened. */
    private void between(String name, String first, String last, CallRecord call, Context within) {
        Double from = when(call, first);
        Double to = when(call, last);
        if (from != null && to != null && to >= from) {
            end(span(name, SpanKind.CLIENT, within, call.startedAt(), from, Attributes.empty()), call.startedAt(), to);
        }
    }

    /** Makes the spans of a turn of the call that began at {@code started}, whose own span is within {@code within}. */
    void turn(Instant started, CallRecord.Turn turn, Context within) {
        Attributes facts = Attributes.builder()
                .put("earshot.turn.number", turn.turn())
                .put("earshot.turn.class", turn.turnClass())
                .put("earshot.turn.unexplained_ms", turn.unexplainedMs())
                .build();
        Span span = span("turn", SpanKind.INTERNAL, within, started, turn.startMs(), facts);
        Context inside = Context.root().with(span);
        double atMs = turn.startMs();
        for (Map.Entry<String, Double> stage : turn.stages().entrySet()) {
            double tookMs = stage.getValue();
            if (tookMs > 0) {
                stage(started, stage.getKey(), atMs, atMs + tookMs, inside);
            }
            atMs += tookMs;
        }
        if (turn.turnClass().equals("unanswered")) {
            span.setStatus(StatusCode.ERROR, "unanswered");
        }
        end(span, started, turn.startMs() + turn.totalMs());
    }

    private void stage(Instant started, String label, double fromMs, double toMs, Context within) {
        SpanKind kind = OPERATIONS.containsKey(label) ? SpanKind.CLIENT : SpanKind.INTERNAL;
        end(span(label, kind, within, started, fromMs, stageFacts(label)), started, toMs);
    }

    private Attributes stageFacts(String label) {
        AttributesBuilder facts = Attributes.builder().put("earshot.stage", label);
        String operation = OPERATIONS.get(label);
        if (operation == null) {
            return facts.build();
        }
        facts.put("gen_ai.operation.name", operation);
        switch (operation) {
            case "chat" -> {
                put(facts, "gen_ai.provider.name", models.llm());
                put(facts, "gen_ai.request.model", models.model());
            }
            case "text_to_speech" -> put(facts, "gen_ai.provider.name", models.tts());
            default -> put(facts, "gen_ai.provider.name", models.stt());
        }
        return facts.build();
    }

    private static Attributes facts(CallRecord call) {
        AttributesBuilder facts = Attributes.builder()
                .put("earshot.call.id", call.callId())
                .put("earshot.call.mode", call.mode())
                .put("earshot.sip.call_id", call.sipCallId())
                .put("earshot.call.from", call.from())
                .put("earshot.call.to", call.to())
                .put("earshot.trunk", call.trunk())
                .put("network.protocol.name", "sip")
                .put("earshot.turns", (long) call.turns().size());
        put(facts, "earshot.codec", call.codec());
        put(facts, "earshot.room", call.room());
        put(facts, "earshot.livekit.call_id", call.livekitCallId());
        if (call.end() != null) {
            facts.put("earshot.end.reason", call.end().reason())
                    .put("earshot.end.by", call.end().by())
                    .put("earshot.end.sip_status", call.end().sipStatus())
                    .put("earshot.end.q850_cause", call.end().q850());
        }
        if (call.quality() != null) {
            quality(facts, "received", call.quality().received());
            quality(facts, "sent", call.quality().sent());
            put(facts, "earshot.rtt_ms", call.quality().rttMs());
        }
        return facts.build();
    }

    private static void quality(AttributesBuilder facts, String way, CallRecord.Stream stream) {
        facts.put("earshot." + way + ".packets", stream.packets());
        if (stream.lost() != null) {
            facts.put("earshot." + way + ".lost", stream.lost());
        }
        put(facts, "earshot." + way + ".jitter_ms", stream.jitterMs());
        put(facts, "earshot." + way + ".mos", stream.mos());
    }

    private static void put(AttributesBuilder facts, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            facts.put(key, value);
        }
    }

    private static void put(AttributesBuilder facts, String key, @Nullable Double value) {
        if (value != null) {
            facts.put(AttributeKey.doubleKey(key), value);
        }
    }

    private static void note(Span span, CallRecord call, CallRecord.Event event) {
        Attributes detail = event.detail().isEmpty()
                ? Attributes.empty()
                : Attributes.builder().put("earshot.detail", event.detail()).build();
        span.addEvent(event.name(), detail, at(call, event.atMs()));
    }

    private static void said(Span span, CallRecord call, CallRecord.Line line) {
        Attributes words = Attributes.builder()
                .put("earshot.speaker", line.speaker())
                .put("earshot.text", line.text())
                .put("earshot.interrupted", line.interrupted())
                .build();
        span.addEvent("said", words, at(call, line.startMs()));
    }

    private Span span(String name, SpanKind kind, Context above, Instant started, double fromMs, Attributes facts) {
        SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(kind).setStartTimestamp(at(started, fromMs));
        return builder.setParent(above).setAllAttributes(facts).startSpan();
    }

    private static void end(Span span, Instant started, double atMs) {
        span.end(at(started, atMs));
    }

    private static @Nullable Double when(CallRecord call, String name) {
        List<CallRecord.Event> found = call.events().stream()
                .filter(event -> event.name().equals(name))
                .toList();
        return found.isEmpty() ? null : found.getFirst().atMs();
    }

    private static double setUpEnd(CallRecord call) {
        Double answered = call.answeredMs();
        return answered == null ? endedMs(call) : answered;
    }

    private static double endedMs(CallRecord call) {
        Double ended = call.endedMs();
        return ended == null ? 0 : ended;
    }

    private static Instant at(CallRecord call, double ms) {
        return at(call.startedAt(), ms);
    }

    private static Instant at(Instant started, double ms) {
        return started.plusNanos((long) (ms * TimeUnit.MILLISECONDS.toNanos(1)));
    }
}
