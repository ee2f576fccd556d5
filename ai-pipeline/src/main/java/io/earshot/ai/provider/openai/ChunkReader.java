package io.earshot.ai.provider.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.earshot.ai.provider.Json;
import java.io.IOException;

/** Reads one {@code chat.completion.chunk} and tells what is in it, as it comes. Stateless. */
final class ChunkReader {
    /** Takes what a chunk holds. */
    interface Sink {
        void onContent(String text);

        void onToolCall(int index, String id, String name, String arguments);

        void onFinish(String reason);

        void onUsage(int promptTokens, int completionTokens);

        void onError(OpenAiError error);
    }

    private ChunkReader() {}

    /** @throws IOException when it is not a JSON object */
    static void read(byte[] data, int length, Sink sink) throws IOException {
        try (JsonParser json = Json.object(data, length)) {
            for (String field = Json.nextField(json); field != null; field = Json.nextField(json)) {
                switch (field) {
                    case "choices" -> choices(json, sink);
                    case "usage" -> usage(json, sink);
                    case "x_groq" -> groq(json, sink);
                    case "error" -> sink.onError(OpenAiError.read(json));
                    default -> json.skipChildren();
                }
            }
        }
    }

    private static void choices(JsonParser json, Sink sink) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                choice(json, sink);
            } else {
                json.skipChildren();
            }
        }
    }

    private static void choice(JsonParser json, Sink sink) throws IOException {
        String finish = "";
        for (String field = Json.nextField(json); field != null; field = Json.nextField(json)) {
            switch (field) {
                case "delta" -> delta(json, sink);
                case "finish_reason" -> finish = Json.text(json);
                default -> json.skipChildren();
            }
        }
        if (!finish.isEmpty()) {
            sink.onFinish(finish);
        }
    }

    private static void delta(JsonParser json, Sink sink) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String field = Json.nextField(json); field != null; field = Json.nextField(json)) {
            switch (field) {
                case "content" -> {
                    String text = Json.text(json);
                    if (!text.isEmpty()) {
                        sink.onContent(text);
                    }
                }
                case "tool_calls" -> toolCalls(json, sink);
                default -> json.skipChildren();
            }
        }
    }

    private static void toolCalls(JsonParser json, Sink sink) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        for (int position = 0; json.nextToken() != JsonToken.END_ARRAY; position++) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                toolCall(json, position, sink);
            } else {
                json.skipChildren();
            }
        }
    }

    private static void toolCall(JsonParser json, int position, Sink sink) throws IOException {
        int index = position;
        String id = "";
        Function function = Function.NONE;
        for (String field = Json.nextField(json); field != null; field = Json.nextField(json)) {
            switch (field) {
                case "index" -> index = Json.whole(json, position);
                case "id" -> id = Json.text(json);
                case "function" -> function = function(json);
                default -> json.skipChildren();
            }
        }
        sink.onToolCall(index, id, function.name(), function.arguments());
    }

    private record Function(String name, String arguments) {
        static final Function NONE = new Function("", "");
    }

    private static Function function(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return Function.NONE;
        }
        String name = "";
        String arguments = "";
        for (String field = Json.nextField(json); field != null; field = Json.nextField(json)) {
            switch (field) {
                case "name" -> name = Json.text(json);
                case "arguments" -> arguments = Json.text(json);
                default -> json.skipChildren();
            }
        }
        return new Function(name, arguments);
    }

    /** Groq gives usage here even when it was not asked for, and the reason of an early stop. */
    private static void groq(JsonParser json, Sink sink) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String field = Json.nextField(json); field != null; field = Json.nextField(json)) {
            switch (field) {
                case "usage" -> usage(json, sink);
                case "error" -> {
                    String reason = Json.text(json);
                    if (!reason.isEmpty()) {
                        sink.onError(new OpenAiError(reason, "", "", 0));
                    }
                }
                default -> json.skipChildren();
            }
        }
    }

    private static void usage(JsonParser json, Sink sink) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        int prompt = 0;
        int completion = 0;
        for (String field = Json.nextField(json); field != null; field = Json.nextField(json)) {
            switch (field) {
                case "prompt_tokens" -> prompt = Json.whole(json, 0);
                case "completion_tokens" -> completion = Json.whole(json, 0);
                default -> json.skipChildren();
            }
        }
        sink.onUsage(prompt, completion);
    }
}
