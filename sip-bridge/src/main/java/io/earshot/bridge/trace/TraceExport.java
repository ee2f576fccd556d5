package io.earshot.bridge.trace;

import io.earshot.ai.provider.openai.OpenAiConfig;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.LlmConfig;
import io.earshot.bridge.config.TracesConfig;
import io.earshot.bridge.records.CallRecord;
import io.earshot.bridge.records.TurnTold;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends turns when they are over, and calls when they are, to an OpenTelemetry collector. They wait in a bounded queue; one thread makes spans of them and sends them,
 * and while the collector cannot take them it is asked again with growing pauses (OpenTelemetry's own retry policy), so that calls
 * never wait: they are dropped and counted. Thread-safe because the queue and the counters are.
 */
public final class TraceExport implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TraceExport.class);
    private static final int BATCH = 64;
    private static final int MOST_CALLS = 20_000;
    private static final int MOST_TURNS = 10_000;
    private static final long CLOSE_MS = 3_000;

    private final TracesConfig config;
    private final BlockingQueue<Runnable> waiting;
    /** Turns of running calls that were told already. Confined to the exporting thread. */
    private final Map<String, BitSet> told = new HashMap<>();

    private final PresetIds ids = new PresetIds();
    private final SpanBasket basket = new SpanBasket();
    private final SpanExporter exporter;
    private final Sampler sampler;
    private final SdkTracerProvider provider;
    private final CallSpans spans;
    private final Thread worker;
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private volatile String problem = "";
    private volatile boolean closing;

    private TraceExport(BridgeConfig all) {
        this.config = all.traces();
        this.waiting = new ArrayBlockingQueue<>(config.queue());
        this.exporter = exporter(config);
        this.sampler = sampler(config);
        this.provider = SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .setSampler(sampler)
                .setResource(resource(config, all.log().nodeName()))
                .addSpanProcessor(basket)
                .build();
        this.spans = new CallSpans(provider.get("io.earshot"), models(all), config.text());
        this.worker = Thread.ofPlatform().name("trace-export").daemon().unstarted(this::work);
    }

    /** Starts to send what is {@link #add added}. */
    public static TraceExport start(BridgeConfig config) {
        TraceExport export = new TraceExport(config);
        export.worker.start();
        return export;
    }

    /** A call ended; never waits. */
    public void add(CallRecord call) {
        offer(() -> tell(call));
    }

    /** A turn of a call that goes on is over; never waits. What is dropped is told with the call. */
    public void add(TurnTold turn) {
        offer(() -> tell(turn));
    }

    private void offer(Runnable telling) {
        if (!waiting.offer(telling)) {
            dropped.increment();
        }
    }

    /** Whether spans of a call are sent. */
    public boolean samples(String traceId, @Nullable String traceParent) {
        return sampled(traceId, above(traceId, traceParent));
    }

    private boolean sampled(String traceId, Context above) {
        return sampler.shouldSample(above, traceId, "call", SpanKind.SERVER, Attributes.empty(), List.of())
                        .getDecision()
                == SamplingDecision.RECORD_AND_SAMPLE;
    }

    /** Spans that the collector took. */
    public long sent() {
        return sent.sum();
    }

    /** Spans that the collector did not take in time. */
    public long failed() {
        return failed.sum();
    }

    /** Calls and turns dropped because too many waited. */
    public long dropped() {
        return dropped.sum();
    }

    /** What waits to be sent. */
    public int waiting() {
        return waiting.size();
    }

    /** Why the latest spans could not be sent; empty when they could. */
    public String problem() {
        return problem;
    }

    /** Sends what waits, for some seconds at most. */
    @Override
    public void close() {
        closing = true;
        worker.interrupt();
        try {
            worker.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        provider.close();
        exporter.close();
    }

    private void work() {
        List<Runnable> batch = new ArrayList<>();
        while (!closing || !waiting.isEmpty()) {
            try {
                if (!closing) {
                    batch.add(waiting.take());
                }
            } catch (InterruptedException woken) {
                continue;
            }
            waiting.drainTo(batch, BATCH - batch.size());
            send(batch);
            batch.clear();
        }
    }

    private void send(List<Runnable> batch) {
        for (Runnable telling : batch) {
            try {
                telling.run();
            } catch (RuntimeException bug) {
                log.warn("a call could not be told as a trace", bug);
            }
        }
        List<SpanData> made = basket.take();
        if (made.isEmpty()) {
            return;
        }
        CompletableResultCode result =
                exporter.export(made).join(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
        if (result.isSuccess()) {
            sent.add(made.size());
            problem = "";
        } else {
            Throwable why = result.getFailureThrowable();
            problem = "the collector did not take " + made.size() + " spans"
                    + (why == null ? "" : ": " + why.getClass().getSimpleName());
            failed.add(made.size());
        }
    }

    private void tell(CallRecord call) {
        BitSet already = told.remove(call.callId());
        ids.next(call.traceId(), TraceContext.callSpanId(call.traceId()));
        spans.tell(call, above(call.traceId(), call.traceParent()), (turn, within) -> {
            if (already == null || !already.get(number(turn))) {
                ids.next(call.traceId(), TraceContext.turnSpanId(call.traceId(), call.callId(), turn.turn()));
                spans.turn(call.startedAt(), turn, within);
            }
        });
    }

    private void tell(TurnTold over) {
        String trace = over.traceId();
        BitSet already = told.get(over.callId());
        boolean room = already != null || told.size() < MOST_CALLS;
        if (!room || !sampled(trace, above(trace, over.traceParent()))) {
            return;
        }
        told.computeIfAbsent(over.callId(), _ -> new BitSet()).set(number(over.turn()));
        ids.next(
                trace, TraceContext.turnSpanId(trace, over.callId(), over.turn().turn()));
        Context call = remote(trace, TraceContext.callSpanId(trace), true);
        spans.turn(over.startedAt(), over.turn(), call);
    }

    private static int number(CallRecord.Turn turn) {
        return Math.clamp(turn.turn(), 0, MOST_TURNS);
    }

    private static Context above(String traceId, @Nullable String traceParent) {
        TraceContext.Parent parent =
                TraceContext.parse(traceParent).map(TraceContext::parent).orElse(null);
        return parent == null ? Context.root() : remote(traceId, parent.spanId(), parent.sampled());
    }

    private static Context remote(String traceId, String spanId, boolean sampled) {
        return Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        traceId,
                        spanId,
                        sampled ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                        TraceState.getDefault())));
    }

    private static SpanExporter exporter(TracesConfig config) {
        return switch (config.protocol()) {
            case HTTP_PROTOBUF -> {
                var http = OtlpHttpSpanExporter.builder()
                        .setEndpoint(signalUrl(config.endpoint()))
                        .setTimeout(config.timeout())
                        .setCompression("gzip");
                config.headerFields().forEach(http::addHeader);
                yield http.build();
            }
            case GRPC -> {
                var grpc = OtlpGrpcSpanExporter.builder()
                        .setEndpoint(config.endpoint())
                        .setTimeout(config.timeout())
                        .setCompression("gzip");
                config.headerFields().forEach(grpc::addHeader);
                yield grpc.build();
            }
        };
    }

    /** The endpoint is a base: each signal has its path below it. */
    private static String signalUrl(String endpoint) {
        return endpoint.endsWith("/v1/traces") ? endpoint : endpoint.replaceAll("/+$", "") + "/v1/traces";
    }

    private static Sampler sampler(TracesConfig config) {
        return switch (config.sampler()) {
            case ALWAYS_ON -> Sampler.alwaysOn();
            case ALWAYS_OFF -> Sampler.alwaysOff();
            case TRACEIDRATIO -> Sampler.traceIdRatioBased(config.samplerArg());
            case PARENTBASED_ALWAYS_ON -> Sampler.parentBased(Sampler.alwaysOn());
            case PARENTBASED_ALWAYS_OFF -> Sampler.parentBased(Sampler.alwaysOff());
            case PARENTBASED_TRACEIDRATIO -> Sampler.parentBased(Sampler.traceIdRatioBased(config.samplerArg()));
        };
    }

    private static Resource resource(TracesConfig config, String node) {
        AttributesBuilder facts = Attributes.builder();
        facts.put("service.instance.id", node);
        config.resourceAttributes().forEach(facts::put);
        facts.put("service.name", config.service());
        return Resource.getDefault().merge(Resource.create(facts.build()));
    }

    private static CallSpans.Models models(BridgeConfig all) {
        LlmConfig.Provider llm = all.llm().order().getFirst();
        OpenAiConfig model =
                llm == LlmConfig.Provider.GROQ ? all.llm().groq() : all.llm().openai();
        return new CallSpans.Models(
                label(all.stt().order().getFirst()),
                label(llm),
                model.model(),
                label(all.tts().order().getFirst()));
    }

    private static String label(Enum<?> provider) {
        return provider.name().toLowerCase(Locale.ROOT);
    }
}
