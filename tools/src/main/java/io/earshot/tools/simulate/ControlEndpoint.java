package io.earshot.tools.simulate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.tools.simulate.behaviour.Behaviour;
import io.earshot.tools.simulate.behaviour.Fault;
import io.earshot.tools.simulate.behaviour.Latency;
import io.earshot.tools.simulate.behaviour.LatencyPoint;
import io.earshot.tools.simulate.behaviour.SimulatorStats.Stage;
import io.earshot.tools.simulate.behaviour.SimulatorStats.Summary;
import io.earshot.tools.simulate.http.Exchange;
import io.earshot.tools.simulate.http.Json;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The simulators' own paths, which no vendor has: {@code GET|DELETE /_sim/stats}, {@code GET /_sim/delays},
 * {@code GET|POST /_sim/faults} and {@code POST /_sim/latency}. Thread-safe because its parts are.
 */
final class ControlEndpoint {
    private final Behaviour behaviour;

    ControlEndpoint(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    static boolean serves(String path) {
        return path.startsWith("/_sim/");
    }

    void serve(Exchange exchange) {
        try {
            ObjectNode answer = answer(exchange);
            exchange.answer(answer == null ? 404 : 200, answer == null ? "{}" : Json.text(answer));
        } catch (IllegalArgumentException e) {
            exchange.answer(400, Json.text(Json.newObject().put("error", String.valueOf(e.getMessage()))));
        }
    }

    private @Nullable ObjectNode answer(Exchange exchange) {
        boolean post = exchange.method().equals(HttpMethod.POST);
        return switch (exchange.path()) {
            case "/_sim/stats" -> stats(exchange.method().equals(HttpMethod.DELETE));
            case "/_sim/delays" -> delays();
            case "/_sim/faults" -> post ? changeFaults(exchange) : faults();
            case "/_sim/latency" -> post ? changeLatency(exchange) : null;
            default -> null;
        };
    }

    private ObjectNode stats(boolean reset) {
        if (reset) {
            behaviour.stats().reset();
        }
        ObjectNode stats = Json.newObject();
        ObjectNode counts = stats.putObject("counts");
        behaviour.stats().counts().forEach(counts::put);
        ObjectNode delays = stats.putObject("delays_ms");
        for (Stage stage : Stage.values()) {
            Summary summary = behaviour.stats().summary(stage);
            delays.putObject(stage.name().toLowerCase(Locale.ROOT))
                    .put("count", summary.count())
                    .put("mean", summary.meanNs() / 1e6)
                    .put("p50", summary.p50Ns() / 1e6)
                    .put("p90", summary.p90Ns() / 1e6)
                    .put("p99", summary.p99Ns() / 1e6)
                    .put("max", summary.maxNs() / 1e6);
        }
        return stats;
    }

    private ObjectNode delays() {
        ObjectNode answer = Json.newObject();
        var list = answer.putArray("delays");
        behaviour
                .stats()
                .recent()
                .forEach(delay -> list.addObject()
                        .put("stage", delay.stage().name().toLowerCase(Locale.ROOT))
                        .put("ended_at_ms", delay.endedAtMs())
                        .put("took_ms", delay.tookNs() / 1e6));
        return answer;
    }

    private ObjectNode faults() {
        ObjectNode answer = Json.newObject();
        var list = answer.putArray("faults");
        behaviour.faults().inForce().forEach(fault -> list.add(fault.label()));
        return answer;
    }

    /** {@code {"faults":["groq:limit,every=3"]}} replaces what is in force; an empty list ends all faults. */
    private ObjectNode changeFaults(Exchange exchange) {
        ObjectNode body = body(exchange);
        if (!body.path("faults").isArray()) {
            throw new IllegalArgumentException("send {\"faults\":[\"SERVICE:KIND,option=value\"]}");
        }
        List<Fault> faults = new ArrayList<>();
        body.path("faults").forEach(text -> faults.add(Fault.parse(text.asText())));
        behaviour.faults().replace(faults);
        return faults();
    }

    /** {@code {"llm.first-token":"fixed:120ms"}} changes the points it names. */
    private ObjectNode changeLatency(Exchange exchange) {
        ObjectNode body = body(exchange);
        body.properties()
                .forEach(entry -> behaviour
                        .latencies()
                        .set(
                                LatencyPoint.of(entry.getKey()),
                                Latency.parse(entry.getValue().asText())));
        return body;
    }

    private static ObjectNode body(Exchange exchange) {
        ObjectNode body = Json.object(exchange.body());
        if (body == null) {
            throw new IllegalArgumentException("the body is not a JSON object");
        }
        return body;
    }
}
