package io.earshot.tools.simulate.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** JSON in and out of buffers. Thread-safe because the mapper never changes after class loading. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(64).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Writes a message. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private Json() {}

    /** The object in a buffer; null when the buffer holds anything else. Deeper than 64 levels is anything else. */
    public static @Nullable ObjectNode object(ByteBuf text) {
        try (ByteBufInputStream in = new ByteBufInputStream(text.duplicate())) {
            JsonNode node = MAPPER.readTree((InputStream) in);
            return node instanceof ObjectNode object ? object : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Writes one object into {@code out}; the body writes its fields. */
    public static ByteBuf write(ByteBuf out, Body fields) {
        try (JsonGenerator json = MAPPER.createGenerator((OutputStream) new ByteBufOutputStream(out))) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("buffers do not fail", e);
        }
        return out;
    }

    /** An empty object to be filled. */
    public static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    /** A node as text. */
    public static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("trees can always be written", e);
        }
    }

    /** A string as a JSON literal with its quotes. */
    public static String quoted(String text) {
        return text(MAPPER.getNodeFactory().textNode(text));
    }
}
