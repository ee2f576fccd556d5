package io.earshot.tools.simulate.deepgram;

import io.earshot.tools.simulate.http.Json;
import io.earshot.tools.simulate.speech.HeardWord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.stream.Collectors;

/** The messages of v2, numbered in the order they are made. Confined to its loop. */
final class FluxMessages {
    private final ByteBufAllocator buffers;
    private final String requestId;
    private int sequence;

    FluxMessages(ByteBufAllocator buffers, String requestId) {
        this.buffers = buffers;
        this.requestId = requestId;
    }

    /** What happened to a turn. */
    enum Event {
        START("StartOfTurn"),
        UPDATE("Update"),
        EAGER_END("EagerEndOfTurn"),
        RESUMED("TurnResumed"),
        END("EndOfTurn");

        private final String label;

        Event(String label) {
            this.label = label;
        }
    }

    /** A turn as it stands. Times in milliseconds of audio. */
    record Turn(int index, long startMs, long endMs, List<HeardWord> words, double confidence) {}

    ByteBuf connected() {
        return write("Connected", json -> {});
    }

    /** {@code trigger} says what ended the turn; empty: nothing did. */
    ByteBuf turnInfo(Event event, Turn turn, String trigger) {
        return write("TurnInfo", json -> {
            json.writeStringField("event", event.label);
            json.writeNumberField("turn_index", turn.index);
            json.writeNumberField("audio_window_start", turn.startMs / 1000.0);
            json.writeNumberField("audio_window_end", turn.endMs / 1000.0);
            json.writeStringField(
                    "transcript", turn.words.stream().map(HeardWord::text).collect(Collectors.joining(" ")));
            json.writeArrayFieldStart("words");
            for (HeardWord word : turn.words) {
                json.writeStartObject();
                json.writeStringField("word", word.text());
                json.writeNumberField("confidence", word.confidence());
                json.writeNumberField("start", word.startMs() / 1000.0);
                json.writeNumberField("end", word.endMs() / 1000.0);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("end_of_turn_confidence", Math.round(turn.confidence * 1e4) / 1e4);
            if (!trigger.isEmpty()) {
                json.writeStringField("trigger", trigger);
            }
        });
    }

    ByteBuf configured(FluxOptions options) {
        return write("ConfigureSuccess", json -> {
            json.writeObjectFieldStart("thresholds");
            json.writeNumberField("eot_threshold", options.eotThreshold());
            if (options.eagerThreshold() > 0) {
                json.writeNumberField("eager_eot_threshold", options.eagerThreshold());
            }
            json.writeNumberField("eot_timeout_ms", options.eotTimeoutMs());
            json.writeEndObject();
            json.writeArrayFieldStart("keyterms");
            for (String keyterm : options.keyterms()) {
                json.writeString(keyterm);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("language_hints");
            for (String hint : options.languageHints()) {
                json.writeString(hint);
            }
            json.writeEndArray();
        });
    }

    ByteBuf configureFailure(String description) {
        return failure("ConfigureFailure", "CONFIGURE_INVALID", description);
    }

    ByteBuf error(String code, String description) {
        return failure("Error", code, description);
    }

    private ByteBuf failure(String type, String code, String description) {
        return write(type, json -> {
            json.writeStringField("code", code);
            json.writeStringField("description", description);
        });
    }

    private ByteBuf write(String type, Json.Body fields) {
        return Json.write(buffers.buffer(512), json -> {
            json.writeStringField("type", type);
            json.writeStringField("request_id", requestId);
            json.writeNumberField("sequence_id", sequence++);
            fields.write(json);
        });
    }
}
