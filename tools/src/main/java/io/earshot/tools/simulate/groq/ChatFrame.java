package io.earshot.tools.simulate.groq;

import com.fasterxml.jackson.core.JsonGenerator;
import io.earshot.tools.simulate.http.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The parts of an answer on the wire that stay the same for one request. Immutable. */
final class ChatFrame {
    private static final String FINGERPRINT = "fp_simulated";

    private final String id;
    private final String requestId;
    private final String model;
    private final long created;
    private final byte[] tokenPrefix;
    private static final byte[] TOKEN_SUFFIX =
            "},\"logprobs\":null,\"finish_reason\":null}]}\n\n".getBytes(StandardCharsets.US_ASCII);

    ChatFrame(String id, String requestId, String model, long created) {
        this.id = id;
        this.requestId = requestId;
        this.model = model;
        this.created = created;
        tokenPrefix = ("data: {\"id\":\"" + id + "\",\"object\":\"chat.completion.chunk\",\"created\":" + created
                        + ",\"model\":" + Json.quoted(model) + ",\"system_fingerprint\":\"" + FINGERPRINT
                        + "\",\"choices\":[{\"index\":0,\"delta\":{\"content\":")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The first record: the role. */
    void role(ByteBuf out) {
        event(out, json -> {
            choices(
                    json,
                    delta -> {
                        delta.writeStringField("role", "assistant");
                        delta.writeStringField("content", "");
                    },
                    null);
            json.writeObjectFieldStart("x_groq");
            json.writeStringField("id", requestId);
            json.writeEndObject();
        });
    }

    /** A record with a token. */
    void token(ByteBuf out, String token) {
        out.writeBytes(tokenPrefix);
        ByteBufUtil.writeUtf8(out, Json.quoted(token));
        out.writeBytes(TOKEN_SUFFIX);
    }

    /** A record with a whole function call. */
    void call(ByteBuf out, String callId, Assistant.Call call) {
        event(out, json -> choices(json, delta -> calls(delta, callId, call, true), null));
    }

    /** The last record with a choice. */
    void finish(ByteBuf out, String reason, Usage usage) {
        event(out, json -> {
            choices(json, delta -> {}, reason);
            json.writeObjectFieldStart("x_groq");
            json.writeStringField("id", requestId);
            usage.write(json);
            json.writeEndObject();
        });
    }

    /** The record with the usage alone. */
    void usage(ByteBuf out, Usage usage) {
        event(out, json -> {
            json.writeArrayFieldStart("choices");
            json.writeEndArray();
            usage.write(json);
        });
    }

    /** The answer in one piece. */
    ByteBuf whole(ByteBuf out, Assistant.Reply reply, String callId, Usage usage) {
        return Json.write(out, json -> {
            head(json, "chat.completion");
            json.writeArrayFieldStart("choices");
            json.writeStartObject();
            json.writeNumberField("index", 0);
            json.writeObjectFieldStart("message");
            json.writeStringField("role", "assistant");
            if (reply.tokens().isEmpty()) {
                json.writeNullField("content");
            } else {
                json.writeStringField("content", reply.text());
            }
            if (reply.call() != null) {
                calls(json, callId, reply.call(), false);
            }
            json.writeEndObject();
            json.writeNullField("logprobs");
            json.writeStringField("finish_reason", reply.finishReason());
            json.writeEndObject();
            json.writeEndArray();
            usage.write(json);
            json.writeObjectFieldStart("x_groq");
            json.writeStringField("id", requestId);
            json.writeEndObject();
        });
    }

    private void event(ByteBuf out, Json.Body fields) {
        ByteBufUtil.writeAscii(out, "data: ");
        Json.write(out, json -> {
            head(json, "chat.completion.chunk");
            fields.write(json);
        });
        ByteBufUtil.writeAscii(out, "\n\n");
    }

    private void head(JsonGenerator json, String object) throws IOException {
        json.writeStringField("id", id);
        json.writeStringField("object", object);
        json.writeNumberField("created", created);
        json.writeStringField("model", model);
        json.writeStringField("system_fingerprint", FINGERPRINT);
    }

    private static void choices(JsonGenerator json, Json.Body delta, @Nullable String reason) throws IOException {
        json.writeArrayFieldStart("choices");
        json.writeStartObject();
        json.writeNumberField("index", 0);
        json.writeObjectFieldStart("delta");
        delta.write(json);
        json.writeEndObject();
        json.writeNullField("logprobs");
        json.writeStringField("finish_reason", reason);
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void calls(JsonGenerator json, String callId, Assistant.Call call, boolean indexed)
            throws IOException {
        json.writeArrayFieldStart("tool_calls");
        json.writeStartObject();
        if (indexed) {
            json.writeNumberField("index", 0);
        }
        json.writeStringField("id", callId);
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", call.name());
        json.writeStringField("arguments", call.arguments());
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
    }

    /** Tokens and seconds that an answer took. */
    record Usage(int promptTokens, int completionTokens, double promptSeconds, double completionSeconds) {
        void write(JsonGenerator json) throws IOException {
            json.writeObjectFieldStart("usage");
            json.writeNumberField("queue_time", 0.0);
            json.writeNumberField("prompt_tokens", promptTokens);
            json.writeNumberField("prompt_time", promptSeconds);
            json.writeNumberField("completion_tokens", completionTokens);
            json.writeNumberField("completion_time", completionSeconds);
            json.writeNumberField("total_tokens", promptTokens + completionTokens);
            json.writeNumberField("total_time", promptSeconds + completionSeconds);
            json.writeEndObject();
        }
    }
}
