package io.earshot.ai.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.earshot.ai.llm.ChatMessage;
import io.earshot.ai.llm.LlmRequest;
import io.earshot.ai.llm.ToolCall;
import io.earshot.ai.llm.ToolSpec;
import io.earshot.ai.provider.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes the body of a request. Stateless. */
final class ChatBody {
    private ChatBody() {}

    /** The body as UTF-8. @throws IOException when a function's parameters are not JSON */
    static byte[] write(OpenAiConfig config, LlmRequest request) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = Json.factory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("model", config.model());
            json.writeArrayFieldStart("messages");
            for (ChatMessage message : request.messages()) {
                message(json, message);
            }
            json.writeEndArray();
            json.writeBooleanField("stream", true);
            json.writeObjectFieldStart("stream_options");
            json.writeBooleanField("include_usage", true);
            json.writeEndObject();
            tools(json, request.tools(), config.parallelToolCalls());
            options(json, config);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void message(JsonGenerator json, ChatMessage message) throws IOException {
        json.writeStartObject();
        switch (message) {
            case ChatMessage.Instructions(String text) -> plain(json, "system", text);
            case ChatMessage.User(String text) -> plain(json, "user", text);
            case ChatMessage.Assistant(String text, List<ToolCall> calls) -> assistant(json, text, calls);
            case ChatMessage.ToolResult(String id, String content) -> {
                plain(json, "tool", content);
                json.writeStringField("tool_call_id", id);
            }
        }
        json.writeEndObject();
    }

    private static void plain(JsonGenerator json, String role, String text) throws IOException {
        json.writeStringField("role", role);
        json.writeStringField("content", text);
    }

    private static void assistant(JsonGenerator json, String text, List<ToolCall> calls) throws IOException {
        json.writeStringField("role", "assistant");
        if (text.isEmpty() && !calls.isEmpty()) {
            json.writeNullField("content");
        } else {
            json.writeStringField("content", text);
        }
        if (calls.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tool_calls");
        for (ToolCall call : calls) {
            json.writeStartObject();
            json.writeStringField("id", call.id());
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", call.name());
            json.writeStringField("arguments", call.arguments());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void tools(JsonGenerator json, List<ToolSpec> tools, boolean parallel) throws IOException {
        if (tools.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tools");
        for (ToolSpec tool : tools) {
            json.writeStartObject();
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", tool.name());
            json.writeStringField("description", tool.description());
            json.writeFieldName("parameters");
            copy(json, tool.parameters());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeBooleanField("parallel_tool_calls", parallel);
    }

    private static void options(JsonGenerator json, OpenAiConfig config) throws IOException {
        if (config.temperature() >= 0) {
            json.writeNumberField("temperature", config.temperature());
        }
        if (config.topP() >= 0) {
            json.writeNumberField("top_p", config.topP());
        }
        if (config.maxCompletionTokens() > 0) {
            json.writeNumberField("max_completion_tokens", config.maxCompletionTokens());
        }
        if (config.seed() != 0) {
            json.writeNumberField("seed", config.seed());
        }
        word(json, "reasoning_effort", config.effort());
        word(json, "reasoning_format", config.reasoningFormat());
        word(json, "user", config.user());
        if (!config.stop().isEmpty()) {
            json.writeArrayFieldStart("stop");
            for (String text : config.stop()) {
                json.writeString(text);
            }
            json.writeEndArray();
        }
        for (Map.Entry<String, String> field : config.extra().entrySet()) {
            json.writeFieldName(field.getKey());
            if (isJson(field.getValue())) {
                copy(json, field.getValue());
            } else {
                json.writeString(field.getValue());
            }
        }
    }

    private static void word(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }

    private static boolean isJson(String text) throws IOException {
        try (JsonParser parser = Json.factory().createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static void copy(JsonGenerator json, String text) throws IOException {
        try (JsonParser parser = Json.factory().createParser(text)) {
            if (parser.nextToken() == null) {
                throw new IOException("empty where JSON is needed");
            }
            json.copyCurrentStructure(parser);
        }
    }
}
