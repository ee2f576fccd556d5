package io.earshot.tools.simulate.groq;

import io.earshot.tools.simulate.http.Json;
import org.jspecify.annotations.Nullable;

/** A request that is answered with an error, in the vendor's shape. Carries no stack trace. */
final class ChatRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String type;
    private final @Nullable String code;

    ChatRefusal(int status, String type, @Nullable String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
    }

    static ChatRefusal invalid(String message) {
        return new ChatRefusal(400, "invalid_request_error", null, message);
    }

    int status() {
        return status;
    }

    /** {@code {"error":{"message","type","code"}}}. */
    String body() {
        var body = Json.newObject();
        var error = body.putObject("error")
                .put("message", String.valueOf(getMessage()))
                .put("type", type);
        if (code != null) {
            error.put("code", code);
        }
        return Json.text(body);
    }
}
