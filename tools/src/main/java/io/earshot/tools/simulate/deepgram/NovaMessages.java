package io.earshot.tools.simulate.deepgram;

import com.fasterxml.jackson.core.JsonGenerator;
import io.earshot.tools.simulate.http.Json;
import io.earshot.tools.simulate.speech.HeardWord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The messages of v1. Immutable. */
final class NovaMessages {
    private static final String MODEL_UUID = "00000000-0000-4000-8000-000000000001";

    private final ByteBufAllocator buffers;
    private final String requestId;
    private final NovaOptions options;

    NovaMessages(ByteBufAllocator buffers, String requestId, NovaOptions options) {
        this.buffers = buffers;
        this.requestId = requestId;
        this.options = options;
    }

    /** What a stretch of audio says. Times in milliseconds of audio. */
    record Stretch(
            long startMs,
            long endMs,
            List<HeardWord> words,
            boolean isFinal,
            boolean speechFinal,
            boolean fromFinalize) {}

    ByteBuf results(Stretch stretch) {
        return write("Results", json -> {
            channelIndex(json, "channel_index", 0, 1);
            json.writeNumberField("start", stretch.startMs / 1000.0);
            json.writeNumberField("duration", (stretch.endMs - stretch.startMs) / 1000.0);
            json.writeBooleanField("is_final", stretch.isFinal);
            json.writeBooleanField("speech_final", stretch.speechFinal);
            json.writeBooleanField("from_finalize", stretch.fromFinalize);
            channel(json, stretch.words);
            json.writeObjectFieldStart("metadata");
            json.writeStringField("request_id", requestId);
            json.writeStringField("model_uuid", MODEL_UUID);
            json.writeObjectFieldStart("model_info");
            json.writeStringField("name", options.model());
            json.writeStringField("version", "simulated");
            json.writeStringField("arch", "simulated");
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    ByteBuf speechStarted(long atMs) {
        return write("SpeechStarted", json -> {
            channelIndex(json, "channel", 0, 1);
            json.writeNumberField("timestamp", atMs / 1000.0);
        });
    }

    ByteBuf utteranceEnd(long lastWordEndMs) {
        return write("UtteranceEnd", json -> {
            channelIndex(json, "channel", 0, 1);
            json.writeNumberField("last_word_end", lastWordEndMs / 1000.0);
        });
    }

    ByteBuf metadata(long audioMs) {
        return write("Metadata", json -> {
            json.writeStringField("transaction_key", "deprecated");
            json.writeStringField("request_id", requestId);
            json.writeStringField("sha256", "0".repeat(64));
            json.writeStringField("created", Instant.now().toString());
            json.writeNumberField("duration", audioMs / 1000.0);
            json.writeNumberField("channels", 1);
        });
    }

    ByteBuf error(String variant, String description, String message) {
        return write("Error", json -> {
            json.writeStringField("variant", variant);
            json.writeStringField("description", description);
            json.writeStringField("message", message);
        });
    }

    ByteBuf configureSuccess(List<String> keyterms) {
        return write("ConfigureSuccess", json -> {
            json.writeStringField("request_id", requestId);
            json.writeArrayFieldStart("keyterms");
            for (String keyterm : keyterms) {
                json.writeString(keyterm);
            }
            json.writeEndArray();
        });
    }

    ByteBuf configureFailure(String code, String description) {
        return write("ConfigureFailure", json -> {
            json.writeStringField("request_id", requestId);
            json.writeStringField("code", code);
            json.writeStringField("description", description);
        });
    }

    private ByteBuf write(String type, Json.Body fields) {
        return Json.write(buffers.buffer(512), json -> {
            json.writeStringField("type", type);
            fields.write(json);
        });
    }

    private void channel(JsonGenerator json, List<HeardWord> words) throws IOException {
        json.writeObjectFieldStart("channel");
        json.writeArrayFieldStart("alternatives");
        json.writeStartObject();
        json.writeStringField("transcript", transcript(words));
        json.writeNumberField(
                "confidence",
                words.stream().mapToDouble(HeardWord::confidence).average().orElse(0));
        json.writeArrayFieldStart("words");
        for (HeardWord word : words) {
            word(json, word);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void word(JsonGenerator json, HeardWord word) throws IOException {
        json.writeStartObject();
        json.writeStringField("word", word.bare());
        json.writeNumberField("start", word.startMs() / 1000.0);
        json.writeNumberField("end", word.endMs() / 1000.0);
        json.writeNumberField("confidence", word.confidence());
        if (options.punctuate()) {
            json.writeStringField("punctuated_word", word.text());
        }
        json.writeEndObject();
    }

    /** Punctuated only for clients that asked for it; what was not recognised is described as it is. */
    private String transcript(List<HeardWord> words) {
        return words.stream()
                .map(word -> options.punctuate() || word.text().startsWith("[")
                        ? word.text()
                        : word.bare().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    private static void channelIndex(JsonGenerator json, String name, int... numbers) throws IOException {
        json.writeArrayFieldStart(name);
        for (int number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }
}
