package io.earshot.bridge.http;

import io.earshot.bridge.records.RecordJson;

/** Records as JSON answers. Thread-safe because it keeps nothing. */
public final class Json {
    private Json() {}

    /** An answer with this value as JSON. */
    public static HttpAnswer answer(int status, Object value) {
        return HttpAnswer.json(status, RecordJson.bytes(value));
    }

    /** Answers {@code body} to GET, 405 to anything else. */
    public static HttpAnswer get(String method, java.util.function.Supplier<HttpAnswer> body) {
        return method.equals("GET")
                ? body.get()
                : HttpAnswer.text(405, "only GET is served here").with("Allow", "GET");
    }
}
