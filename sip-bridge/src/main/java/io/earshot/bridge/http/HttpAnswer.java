package io.earshot.bridge.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What a resource answers. Immutable; the body is not copied.
 *
 * @param status HTTP status code
 * @param contentType media type of the body
 * @param body octets
 * @param headers further headers
 */
public record HttpAnswer(int status, String contentType, byte[] body, Map<String, String> headers) {
    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /** An answer without further headers. */
    public HttpAnswer(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of());
    }

    /** The same with one more header. */
    public HttpAnswer with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new HttpAnswer(status, contentType, body, more);
    }

    /** A JSON body. */
    public static HttpAnswer json(int status, byte[] body) {
        return new HttpAnswer(status, "application/json", body);
    }

    /** A plain text body, with a line end added. */
    public static HttpAnswer text(int status, String text) {
        return new HttpAnswer(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
