package io.earshot.bridge.observe;

import io.earshot.bridge.health.Health;
import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.http.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /health/live}: 200 while the process works. {@code GET /health/ready}: 200 while new calls are taken, else
 * 503 with the reason. {@code GET /v1/health}: every component, how it fares and why. Thread-safe because it keeps nothing.
 */
public final class HealthResource implements HttpResource {
    private final Health health;

    /** Health as the components tell it. */
    public HealthResource(Health health) {
        this.health = health;
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body) {
        return Json.get(method, () -> view(path));
    }

    private HttpAnswer view(String path) {
        return switch (path) {
            case "" -> components();
            case "/live" -> Json.answer(200, Map.of("status", "live"));
            case "/ready" -> ready();
            default -> HttpAnswer.text(404, "known here: /health/live, /health/ready, /v1/health");
        };
    }

    private HttpAnswer ready() {
        String reason = health.refusal();
        return reason.isEmpty()
                ? Json.answer(200, Map.of("status", "ready"))
                : Json.answer(503, Map.of("status", "not ready", "reason", reason));
    }

    private HttpAnswer components() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("status", health.overall().label());
        String refusal = health.refusal();
        view.put("ready", refusal.isEmpty());
        view.put("reason", refusal);
        List<Line> lines = health.components().stream().map(Line::of).toList();
        view.put("components", lines);
        return Json.answer(200, view);
    }

    /** A component in the view. */
    private record Line(String component, String status, String reason, boolean needed) {
        static Line of(Health.Component component) {
            return new Line(
                    component.name(),
                    component.state().status().label(),
                    component.state().reason(),
                    component.needed());
        }
    }
}
