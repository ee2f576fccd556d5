package io.earshot.tools.simulate.cartesia;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.tools.simulate.voice.OutputFormat;
import org.jspecify.annotations.Nullable;

/**
 * A good generation request. Immutable.
 *
 * @param contextId empty when the client gave none
 * @param wav whether audio is to be wrapped as a WAVE file
 * @param more whether the client will continue the context
 * @param bufferMs how long text may wait for its sentence to end
 */
record SpeechRequest(
        String contextId,
        String transcript,
        OutputFormat format,
        boolean wav,
        boolean more,
        boolean flush,
        int bufferMs,
        boolean timestamps) {
    private static final int LONGEST_TEXT = 10_000;
    private static final int DEFAULT_BUFFER_MS = 3_000;

    /** Reads a message or body; throws {@link SpeechRefusal} when it is no good request. */
    static SpeechRequest of(@Nullable ObjectNode body) {
        if (body == null) {
            throw SpeechRefusal.invalid("message is not a JSON object");
        }
        checkModelAndVoice(body);
        JsonNode output = body.path("output_format");
        String container = output.path("container").asText("raw");
        if (!container.equals("raw") && !container.equals("wav")) {
            throw SpeechRefusal.invalid("output_format.container must be raw or wav here");
        }
        return new SpeechRequest(
                contextId(body),
                transcript(body),
                format(output),
                container.equals("wav"),
                body.path("continue").asBoolean(false),
                body.path("flush").asBoolean(false),
                bufferMs(body),
                body.path("add_timestamps").asBoolean(false));
    }

    /** The context a message means; empty when it names none. */
    static String contextId(ObjectNode body) {
        String id = body.path("context_id").asText("");
        if (id.length() > 256) {
            throw SpeechRefusal.invalid("context_id is longer than 256 characters");
        }
        return id;
    }

    private static void checkModelAndVoice(ObjectNode body) {
        String model = body.path("model_id").asText("");
        if (model.isEmpty()) {
            throw SpeechRefusal.invalid("model_id is required");
        }
        if (!model.startsWith("sonic")) {
            throw new SpeechRefusal(400, "model_not_found", "model " + model + " does not exist");
        }
        if (body.path("voice").path("id").asText("").isEmpty()
                && body.path("voice").path("embedding").isMissingNode()) {
            throw SpeechRefusal.invalid("voice.id is required");
        }
    }

    private static String transcript(ObjectNode body) {
        JsonNode transcript = body.path("transcript");
        if (!transcript.isTextual()) {
            throw SpeechRefusal.invalid("transcript is required");
        }
        if (transcript.asText().length() > LONGEST_TEXT) {
            throw SpeechRefusal.invalid("transcript is longer than " + LONGEST_TEXT + " characters");
        }
        return transcript.asText();
    }

    private static OutputFormat format(JsonNode output) {
        try {
            return OutputFormat.of(
                    output.path("encoding").asText(""),
                    output.path("sample_rate").asInt(0));
        } catch (IllegalArgumentException e) {
            throw SpeechRefusal.invalid("output_format: " + e.getMessage());
        }
    }

    private static int bufferMs(ObjectNode body) {
        int delay = body.path("max_buffer_delay_ms").asInt(DEFAULT_BUFFER_MS);
        if (delay < 0 || delay > 5_000) {
            throw SpeechRefusal.invalid("max_buffer_delay_ms must be 0 to 5000");
        }
        return delay;
    }
}
