package io.earshot.tools.simulate.groq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.tools.simulate.behaviour.Behaviour;
import io.earshot.tools.simulate.behaviour.LatencyPoint;
import io.earshot.tools.simulate.behaviour.Service;
import io.earshot.tools.simulate.behaviour.SimulatorStats.Stage;
import io.earshot.tools.simulate.http.Exchange;
import io.earshot.tools.simulate.http.Json;
import io.earshot.tools.simulate.http.KeyRing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * {@code /openai/v1/chat/completions} and {@code /openai/v1/models}; the paths also work without {@code /openai} and
 * without {@code /openai/v1}. Thread-safe because its parts are; each request is confined to its loop.
 */
public final class ChatEndpoint {
    private final Behaviour behaviour;
    private final KeyRing keys;
    private final Set<String> models;
    private final Assistant assistant;
    private final RateLimits limits = new RateLimits();

    /** {@code models} are those that exist; requests for others are answered 404. */
    public ChatEndpoint(Behaviour behaviour, KeyRing keys, Set<String> models, Knowledge knowledge) {
        this.behaviour = behaviour;
        this.keys = keys;
        this.models = models;
        this.assistant = new Assistant(knowledge);
    }

    /** Whether a path is one of this endpoint's. */
    public static boolean serves(String path) {
        return path.endsWith("/chat/completions") || path.endsWith("/models") || path.contains("/openai/v1/");
    }

    /** Answers a request. */
    public void serve(Exchange exchange) {
        behaviour.stats().count("groq.requests");
        try {
            checkKey(exchange);
            if (ChatFaults.strike(exchange, behaviour.faultAtDoor(Service.GROQ))) {
                return;
            }
            route(exchange);
        } catch (ChatRefusal refusal) {
            behaviour.stats().count("groq.refused");
            exchange.answer(refusal.status(), refusal.body(), requestId(newId("req_")));
        }
    }

    private void checkKey(Exchange exchange) {
        if (!keys.fits(KeyRing.bearer(exchange.header("authorization")))) {
            throw new ChatRefusal(401, "invalid_request_error", "invalid_api_key", "Invalid API Key");
        }
    }

    private void route(Exchange exchange) {
        String path = exchange.path();
        if (path.endsWith("/chat/completions") && exchange.method().equals(HttpMethod.POST)) {
            complete(exchange);
        } else if (path.endsWith("/models") && exchange.method().equals(HttpMethod.GET)) {
            exchange.answer(200, modelList(), requestId(newId("req_")));
        } else if (path.contains("/models/") && exchange.method().equals(HttpMethod.GET)) {
            String model = path.substring(path.indexOf("/models/") + "/models/".length());
            checkModel(model);
            exchange.answer(200, Json.text(model(Json.newObject(), model)), requestId(newId("req_")));
        } else {
            throw new ChatRefusal(
                    404,
                    "invalid_request_error",
                    "unknown_url",
                    "Unknown request URL: " + exchange.method() + " " + path);
        }
    }

    private void complete(Exchange exchange) {
        long arrivedNs = exchange.timer().nowNs();
        ChatRequest request = ChatRequest.of(Json.object(exchange.body()));
        checkModel(request.model());
        String id = newId("req_");
        ChatTask task = new ChatTask(
                request,
                assistant.reply(request),
                new ChatFrame(newId("chatcmpl-"), id, request.model(), System.currentTimeMillis() / 1000),
                newId("call_"),
                behaviour.faultInside(Service.GROQ),
                arrivedNs);
        HttpHeaders headers = limits.onRequest(
                        task.promptTokens() + task.reply().tokens().size())
                .add(requestId(id));
        if (request.stream()) {
            stream(exchange, task, headers);
        } else {
            whole(exchange, task, headers);
        }
    }

    private void stream(Exchange exchange, ChatTask task, HttpHeaders headers) {
        headers.set("cache-control", "no-cache");
        var body = exchange.stream(200, "text/event-stream", headers);
        new ChatAnswer(behaviour, exchange.timer(), body, task)
                .start(behaviour.latencies().sampleNs(LatencyPoint.LLM_FIRST_TOKEN) + task.slowNs());
    }

    /** Takes as long as all tokens would. */
    private void whole(Exchange exchange, ChatTask task, HttpHeaders headers) {
        int tokens = task.reply().tokens().size();
        long first = behaviour.latencies().sampleNs(LatencyPoint.LLM_FIRST_TOKEN);
        long rest = 0;
        for (int i = 1; i < tokens; i++) {
            rest += behaviour.latencies().sampleNs(LatencyPoint.LLM_TOKEN_INTERVAL);
        }
        var usage = new ChatFrame.Usage(task.promptTokens(), Math.max(1, tokens), first / 1e9, rest / 1e9);
        exchange.timer().after(first + rest + task.slowNs(), () -> {
            if (!ChatFaults.strike(exchange, task.fault())) {
                finish(exchange, task, usage, headers);
            }
        });
    }

    private void finish(Exchange exchange, ChatTask task, ChatFrame.Usage usage, HttpHeaders headers) {
        behaviour.stats().delay(Stage.LLM_WHOLE, exchange.timer().nowNs() - task.arrivedNs());
        behaviour.stats().count("groq.answers");
        ByteBuf json = task.frame().whole(Unpooled.buffer(512), task.reply(), task.callId(), usage);
        exchange.answer(200, "application/json", json, headers);
    }

    private void checkModel(String model) {
        if (!models.contains(model)) {
            throw new ChatRefusal(
                    404,
                    "invalid_request_error",
                    "model_not_found",
                    "The model `" + model + "` does not exist or you do not have access to it.");
        }
    }

    private String modelList() {
        var list = Json.newObject().put("object", "list");
        var data = list.putArray("data");
        models.stream().sorted().forEach(model -> model(data.addObject(), model));
        return Json.text(list);
    }

    private static ObjectNode model(ObjectNode node, String model) {
        return node.put("id", model)
                .put("object", "model")
                .put("created", 1_735_689_600)
                .put("owned_by", "simulator")
                .put("active", true)
                .put("context_window", 131_072)
                .put("max_completion_tokens", 8_192);
    }

    static HttpHeaders requestId(String id) {
        return new DefaultHttpHeaders().set("x-request-id", id);
    }

    static String newId(String prefix) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return prefix + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    }
}
