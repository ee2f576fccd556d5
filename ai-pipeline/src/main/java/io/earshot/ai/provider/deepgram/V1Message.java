package io.earshot.ai.provider.deepgram;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.earshot.ai.provider.Json;
import io.netty.buffer.ByteBuf;
import java.io.IOException;

/**
 * A server message of the v1 API, as far as it matters here. Immutable.
 *
 * @param type its {@code type}; empty when it has none
 * @param isFinal whether the text of this stretch is fixed
 * @param speechFinal whether an endpoint was heard after it
 * @param fromFinalize whether it answers Finalize
 * @param transcript text of this stretch only
 * @param description the vendor's words about an error
 */
record V1Message(
        String type,
        boolean isFinal,
        boolean speechFinal,
        boolean fromFinalize,
        String transcript,
        String description) {

    /** Reads a message. @throws IOException when it is not JSON */
    static V1Message parse(ByteBuf message) throws IOException {
        try (JsonParser json = Json.object(message)) {
            return read(json);
        }
    }

    private static V1Message read(JsonParser json) throws IOException {
        String type = "";
        boolean isFinal = false;
        boolean speechFinal = false;
        boolean fromFinalize = false;
        String transcript = "";
        String description = "";
        for (String field = Json.nextField(json); field != null; field = Json.nextField(json)) {
            switch (field) {
                case "type" -> type = Json.text(json);
                case "is_final" -> isFinal = Json.flag(json);
                case "speech_final" -> speechFinal = Json.flag(json);
                case "from_finalize" -> fromFinalize = Json.flag(json);
                case "channel" -> transcript = channel(json);
                case "description" -> description = Json.text(json);
                default -> json.skipChildren();
            }
        }
        return new V1Message(type, isFinal, speechFinal, fromFinalize, transcript, description);
    }

    /** In other messages than Results, {@code channel} is an array of numbers. */
    private static String channel(JsonParser json) throws IOException {
        String transcript = "";
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return transcript;
        }
        for (String field = Json.nextField(json); field != null; field = Json.nextField(json)) {
            if (field.equals("alternatives") && json.currentToken() == JsonToken.START_ARRAY) {
                transcript = alternatives(json);
            } else {
                json.skipChildren();
            }
        }
        return transcript;
    }

    /** The first alternative is the best one. */
    private static String alternatives(JsonParser json) throws IOException {
        String best = "";
        boolean first = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (first && json.currentToken() == JsonToken.START_OBJECT) {
                best = transcript(json);
                first = false;
            } else {
                json.skipChildren();
            }
        }
        return best;
    }

    private static String transcript(JsonParser json) throws IOException {
        String transcript = "";
        for (String field = Json.nextField(json); field != null; field = Json.nextField(json)) {
            if (field.equals("transcript")) {
                transcript = Json.text(json);
            } else {
                json.skipChildren();
            }
        }
        return transcript;
    }
}
