package io.earshot.ai.provider.deepgram;

import com.fasterxml.jackson.core.JsonParser;
import io.earshot.ai.provider.Json;
import io.netty.buffer.ByteBuf;
import java.io.IOException;

/**
 * A server message of the Flux API, as far as it matters here. Immutable.
 *
 * @param type its {@code type}; empty when it has none
 * @param event kind of turn event, in TurnInfo
 * @param requestId the vendor's id of the connection
 * @param sequenceId number of the message in its connection, -1 when not told
 * @param turnIndex number of the turn in its connection, -1 when not told
 * @param transcript text of the whole turn so far
 * @param confidence that the turn is over, 0 to 1
 * @param code error or warning code
 * @param description the vendor's words about an error
 */
record FluxMessage(
        String type,
        String event,
        String requestId,
        int sequenceId,
        int turnIndex,
        String transcript,
        double confidence,
        String code,
        String description) {

    /** Reads a message. @throws IOException when it is not JSON */
    static FluxMessage parse(ByteBuf message) throws IOException {
        try (JsonParser json = Json.object(message)) {
            return read(json);
        }
    }

    private static FluxMessage read(JsonParser json) throws IOException {
        String type = "";
        String event = "";
        String requestId = "";
        int sequenceId = -1;
        int turnIndex = -1;
        String transcript = "";
        double confidence = 0;
        String code = "";
        String description = "";
        for (String field = Json.nextField(json); field != null; field = Json.nextField(json)) {
            switch (field) {
                case "type" -> type = Json.text(json);
                case "event" -> event = Json.text(json);
                case "request_id" -> requestId = Json.text(json);
                case "sequence_id" -> sequenceId = Json.whole(json, -1);
                case "turn_index" -> turnIndex = Json.whole(json, -1);
                case "transcript" -> transcript = Json.text(json);
                case "end_of_turn_confidence" -> confidence = Json.number(json, 0);
                case "code" -> code = Json.text(json);
                case "description" -> description = Json.text(json);
                default -> json.skipChildren();
            }
        }
        return new FluxMessage(
                type, event, requestId, sequenceId, turnIndex, transcript, confidence, code, description);
    }
}
