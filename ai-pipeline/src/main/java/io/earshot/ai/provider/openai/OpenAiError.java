package io.earshot.ai.provider.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.earshot.ai.provider.Json;
import io.earshot.ai.provider.ProviderFailure.Kind;
import java.io.IOException;

/**
 * The {@code error} object of a response or of a stream. Immutable.
 *
 * @param message the vendor's words
 * @param type class of error
 * @param code finer class, such as tool_use_failed
 * @param status HTTP status that it stands for, 0 when not told
 */
record OpenAiError(String message, String type, String code, int status) {
    /** Reads the value of {@code error}, an object or a text. */
    static OpenAiError read(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return new OpenAiError(Json.text(json), "", "", 0);
        }
        String message = "";
        String type = "";
        String code = "";
        int status = 0;
        for (String field = Json.nextField(json); field != null; field = Json.nextField(json)) {
            switch (field) {
                case "message" -> message = Json.text(json);
                case "type" -> type = Json.text(json);
                case "code" -> code = Json.text(json);
                case "status_code" -> status = Json.whole(json, 0);
                default -> json.skipChildren();
            }
        }
        return new OpenAiError(message, type, code, status);
    }

    /** Reads a response's body; an error without words when it is not in the dialect. */
    static OpenAiError ofBody(String body) {
        try (JsonParser json = Json.object(body)) {
            for (String field = Json.nextField(json); field != null; field = Json.nextField(json)) {
                if (field.equals("error")) {
                    return read(json);
                }
                json.skipChildren();
            }
        } catch (IOException e) {
            return new OpenAiError(body, "", "", 0);
        }
        return new OpenAiError(body, "", "", 0);
    }

    /** The class of failure inside a stream that had begun with status 200. */
    Kind kindInStream() {
        if (status >= 400) {
            return Kind.ofHttpStatus(status);
        }
        if (type.equals("invalid_request_error") || code.equals("tool_use_failed")) {
            return Kind.BAD_REQUEST;
        }
        return type.contains("rate_limit") || code.contains("rate_limit") ? Kind.RATE_LIMITED : Kind.SERVER_ERROR;
    }

    /** Code, type and words on one line. */
    String text() {
        return (code + " " + type + " " + message).strip();
    }
}
