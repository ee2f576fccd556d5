package io.earshot.bridge.http;

import java.nio.charset.StandardCharsets;

/**
 * What a resource answers. Immutable; the body is not copied.
 *
 * @param status HTTP status code
 * @param contentType media type of the body
 * @param body octets
 */
public record HttpAnswer(int status, String contentType, byte[] body) {
    /** A JSON body. */
    public static HttpAnswer json(int status, byte[] body) {
        return new HttpAnswer(status, "application/json", body);
    }

    /** A plain text body, with a line end added. */
    public static HttpAnswer text(int status, String text) {
        return new HttpAnswer(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
