package io.earshot.ai.provider.cartesia;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.earshot.ai.provider.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server message, as far as it matters here. Audio is decoded while it is read, without a text form in between.
 * Confined to the loop; whoever parsed it owns {@link #audio} and calls {@link #release} or takes it.
 */
final class CartesiaMessage {
    private String type = "";
    private String contextId = "";
    private boolean done;
    private int status;
    private String error = "";
    private String title = "";
    private String message = "";
    private String errorCode = "";
    private String requestId = "";
    private List<String> words = List.of();
    private List<Integer> startMs = List.of();
    private @Nullable ByteBuf audio;

    private CartesiaMessage() {}

    /** Reads a message. @throws IOException when it is not JSON or its audio is not base64 */
    static CartesiaMessage parse(ByteBuf json, ByteBufAllocator allocator) throws IOException {
        CartesiaMessage message = new CartesiaMessage();
        boolean complete = false;
        try (JsonParser parser = Json.object(json)) {
            for (String field = Json.nextField(parser); field != null; field = Json.nextField(parser)) {
                message.read(field, parser, allocator);
            }
            complete = true;
        } finally {
            if (!complete) {
                message.release();
            }
        }
        return message;
    }

    String type() {
        return type;
    }

    String contextId() {
        return contextId;
    }

    boolean done() {
        return done;
    }

    /** HTTP status that an error stands for, 0 when not told. */
    int status() {
        return status;
    }

    /** The vendor's words about an error, in either of its forms. */
    String errorText() {
        return String.join(" ", errorCode, title, message, error, requestId).strip();
    }

    List<String> words() {
        return words;
    }

    /** Start of each word from the beginning of the context, milliseconds; as long as {@link #words}. */
    List<Integer> startMs() {
        return startMs;
    }

    /** The audio, owned by the caller from here on; null when there is none. */
    @Nullable
    ByteBuf takeAudio() {
        ByteBuf taken = audio;
        audio = null;
        return taken;
    }

    void release() {
        if (audio != null) {
            audio.release();
            audio = null;
        }
    }

    private void read(String field, JsonParser json, ByteBufAllocator allocator) throws IOException {
        switch (field) {
            case "type" -> type = Json.text(json);
            case "context_id" -> contextId = Json.text(json);
            case "done" -> done = Json.flag(json);
            case "status_code" -> status = Json.whole(json, 0);
            case "error" -> error = Json.text(json);
            case "title" -> title = Json.text(json);
            case "message" -> message = Json.text(json);
            case "error_code" -> errorCode = Json.text(json);
            case "request_id" -> requestId = Json.text(json);
            case "word_timestamps" -> readWords(json);
            case "data" -> readAudio(json, allocator);
            default -> json.skipChildren();
        }
    }

    private void readAudio(JsonParser json, ByteBufAllocator allocator) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            json.skipChildren();
            return;
        }
        release();
        ByteBuf decoded = allocator.directBuffer();
        audio = decoded;
        try (ByteBufOutputStream out = new ByteBufOutputStream(decoded)) {
            json.readBinaryValue(out);
        } catch (IllegalArgumentException e) {
            throw new IOException("the audio is not base64", e);
        }
    }

    private void readWords(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        List<String> texts = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        for (String field = Json.nextField(json); field != null; field = Json.nextField(json)) {
            boolean array = json.currentToken() == JsonToken.START_ARRAY;
            if (array && field.equals("words")) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    texts.add(Json.text(json));
                }
            } else if (array && field.equals("start")) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    starts.add((int) Math.round(Json.number(json, 0) * 1_000));
                }
            } else {
                json.skipChildren();
            }
        }
        int pairs = Math.min(texts.size(), starts.size());
        words = texts.subList(0, pairs);
        startMs = starts.subList(0, pairs);
    }
}
