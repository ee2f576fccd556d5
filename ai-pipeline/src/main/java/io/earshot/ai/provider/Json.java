package io.earshot.ai.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Streaming JSON for vendors' messages, bounded in depth and length. What it reads is never trusted: a value of another
 * type than expected reads as empty, and only broken syntax is an error. Thread-safe because the factory is.
 */
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNumberLength(64)
                    .maxNameLength(256)
                    .maxStringLength(8_388_608)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private Json() {}

    /** The shared factory, for writers. */
    public static JsonFactory factory() {
        return FACTORY;
    }

    /** A parser inside the object that {@code message} must be; the reader index of {@code message} stays. */
    public static JsonParser object(ByteBuf message) throws IOException {
        JsonParser json = FACTORY.createParser((InputStream) new ByteBufInputStream(message.slice()));
        return inObject(json);
    }

    /** A parser inside the object that {@code message} must be. */
    public static JsonParser object(String message) throws IOException {
        return inObject(FACTORY.createParser(message));
    }

    /** A parser inside the object that the first {@code length} octets of {@code message} must be. */
    public static JsonParser object(byte[] message, int length) throws IOException {
        return inObject(FACTORY.createParser(message, 0, length));
    }

    /** The next field's name with the parser on its value, or null at the end of the object. */
    public static @Nullable String nextField(JsonParser json) throws IOException {
        String name = json.nextFieldName();
        if (name != null) {
            json.nextToken();
        }
        return name;
    }

    /** The text at the parser; empty for anything else, which is skipped. */
    public static String text(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return "";
    }

    /** Whether {@code true} is at the parser; anything else is skipped. */
    public static boolean flag(JsonParser json) throws IOException {
        json.skipChildren();
        return json.currentToken() == JsonToken.VALUE_TRUE;
    }

    /** The number at the parser; {@code fallback} for anything else, which is skipped. */
    public static double number(JsonParser json, double fallback) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT || json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            return json.getDoubleValue();
        }
        json.skipChildren();
        return fallback;
    }

    /** The number at the parser cut to the range of int; {@code fallback} for anything else, which is skipped. */
    public static int whole(JsonParser json, int fallback) throws IOException {
        return (int) number(json, fallback);
    }

    private static JsonParser inObject(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            json.close();
            throw new IOException("not a JSON object");
        }
        return json;
    }
}
