package io.earshot.bridge.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;

/** Records as JSON answers. Thread-safe because the mapper never changes. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private Json() {}

    static HttpAnswer answer(int status, Object value) {
        try {
            return HttpAnswer.json(status, MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /** Answers {@code body} to GET, 405 to anything else. */
    static HttpAnswer get(String method, java.util.function.Supplier<HttpAnswer> body) {
        return method.equals("GET")
                ? body.get()
                : HttpAnswer.text(405, "only GET is served here").with("Allow", "GET");
    }
}
