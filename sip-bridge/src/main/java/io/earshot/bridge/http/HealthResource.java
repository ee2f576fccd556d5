package io.earshot.bridge.http;

import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code GET /health/live}: 200 while the process works. {@code GET /health/ready}: 200 while new calls are taken, else
 * 503 with the reason. Thread-safe because it keeps nothing.
 */
public final class HealthResource implements HttpResource {
    private final Supplier<String> refusal;

    /**
     * Health as told by the call desk.
     *
     * @param refusal why new calls are refused now; empty while they are taken
     */
    public HealthResource(Supplier<String> refusal) {
        this.refusal = refusal;
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body) {
        return Json.get(method, () -> switch (path) {
            case "/live" -> Json.answer(200, Map.of("status", "live"));
            case "/ready" -> ready();
            default -> HttpAnswer.text(404, "known here: /health/live, /health/ready");
        });
    }

    private HttpAnswer ready() {
        String reason = refusal.get();
        return reason.isEmpty()
                ? Json.answer(200, Map.of("status", "ready"))
                : Json.answer(503, Map.of("status", "not ready", "reason", reason));
    }
}
