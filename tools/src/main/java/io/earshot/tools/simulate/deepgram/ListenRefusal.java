package io.earshot.tools.simulate.deepgram;

import io.earshot.tools.simulate.http.Json;

/** A handshake that is refused. Carries no stack trace. */
final class ListenRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final int retryAfterSeconds;

    ListenRefusal(int status, String code, String message) {
        this(status, code, message, -1);
    }

    ListenRefusal(int status, String code, String message, int retryAfterSeconds) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static ListenRefusal invalid(String message) {
        return new ListenRefusal(400, "Bad Request", message);
    }

    int status() {
        return status;
    }

    /** What the header {@code retry-after} says; negative: there is none. */
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** What the header {@code dg-error} says. */
    String reason() {
        return String.valueOf(getMessage());
    }

    /** {@code {"err_code","err_msg","request_id"}}. */
    String body(String requestId) {
        return Json.text(
                Json.newObject().put("err_code", code).put("err_msg", reason()).put("request_id", requestId));
    }
}
