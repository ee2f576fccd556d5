package io.earshot.bridge.drain;

import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code POST /v1/admin/drain} begins to drain ({@code {"seconds": 60}} sets another deadline), {@code DELETE} takes it
 * back, {@code GET} tells how it stands. Thread-safe because the drain is.
 */
public final class DrainResource implements HttpResource {
    private static final Pattern SECONDS = Pattern.compile("\\{\\s*\"seconds\"\\s*:\\s*(\\d{1,5})\\s*\\}");

    private final Drain drain;
    private final IntSupplier usualSeconds;

    /** @param usualSeconds the deadline where a request names none */
    public DrainResource(Drain drain, IntSupplier usualSeconds) {
        this.drain = drain;
        this.usualSeconds = usualSeconds;
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body) {
        return answer(method, path, body, _ -> null);
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body, Headers headers) {
        if (!method.equals("GET") && headers.value("Origin") != null) {
            return HttpAnswer.text(403, "not from a web page");
        }
        return switch (method) {
            case "GET" -> Json.answer(200, drain.progress());
            case "POST" -> begin(new String(body, StandardCharsets.UTF_8).strip());
            case "DELETE" -> Json.answer(200, drain.cancel());
            default -> HttpAnswer.text(405, "GET, POST or DELETE").with("Allow", "GET, POST, DELETE");
        };
    }

    private HttpAnswer begin(String body) {
        if (body.isEmpty() || body.equals("{}")) {
            return Json.answer(202, drain.begin(Duration.ofSeconds(usualSeconds.getAsInt()), "asked for"));
        }
        Matcher asked = SECONDS.matcher(body);
        return asked.matches()
                ? Json.answer(202, drain.begin(Duration.ofSeconds(Long.parseLong(asked.group(1))), "asked for"))
                : HttpAnswer.text(400, "send nothing, or {\"seconds\": 60}");
    }
}
