package io.earshot.ai.provider.cartesia;

import com.fasterxml.jackson.core.JsonGenerator;
import io.earshot.ai.provider.Json;
import io.earshot.media.audio.AudioFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * Writes the client's messages for one format; all messages of a context repeat everything but the text. Immutable.
 */
final class GenerationRequest {
    private final CartesiaConfig config;
    private final AudioFormat format;

    GenerationRequest(CartesiaConfig config, AudioFormat format) {
        this.config = config;
        this.format = format;
    }

    /** Text to be spoken; {@code more}: whether further text of the context follows. */
    String speak(String contextId, String text, boolean more) {
        StringWriter out = new StringWriter(512);
        try (JsonGenerator json = Json.factory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("context_id", contextId);
            json.writeStringField("model_id", config.model());
            json.writeStringField("transcript", text);
            json.writeBooleanField("continue", more);
            voice(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return out.toString();
    }

    /** Stops a context; audio already made may still come. */
    static String cancel(String contextId) {
        return "{\"context_id\":\"" + contextId + "\",\"cancel\":true}";
    }

    private void voice(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("voice");
        json.writeStringField("mode", "id");
        json.writeStringField("id", config.voice());
        json.writeEndObject();
        json.writeObjectFieldStart("output_format");
        json.writeStringField("container", "raw");
        json.writeStringField("encoding", encoding());
        json.writeNumberField("sample_rate", format.sampleRate());
        json.writeEndObject();
        word(json, "language", config.language());
        json.writeNumberField("max_buffer_delay_ms", config.maxBufferDelay().toMillis());
        json.writeBooleanField("add_timestamps", config.timestamps());
        word(json, "pronunciation_dict_id", config.pronunciationDictId());
        if (config.speed() != 0 || config.volume() != 0 || !config.emotion().isEmpty()) {
            generation(json);
        }
    }

    private void generation(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("generation_config");
        if (config.speed() != 0) {
            json.writeNumberField("speed", config.speed());
        }
        if (config.volume() != 0) {
            json.writeNumberField("volume", config.volume());
        }
        word(json, "emotion", config.emotion());
        json.writeEndObject();
    }

    private String encoding() {
        return switch (format.encoding()) {
            case PCMU -> "pcm_mulaw";
            case PCMA -> "pcm_alaw";
            case LINEAR16 -> "pcm_s16le";
        };
    }

    private static void word(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }
}
