package io.earshot.tools.simulate.groq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A chat completion request that is good. Immutable by agreement: the JSON is only read.
 *
 * @param mostTokens tokens after which the answer is cut
 * @param stops texts before which the answer is cut
 * @param toolChoice {@code none}, {@code auto}, {@code required} or a function's name
 */
record ChatRequest(
        String model,
        List<ChatLine> lines,
        List<Tool> tools,
        String toolChoice,
        boolean stream,
        boolean includeUsage,
        int mostTokens,
        List<String> stops) {
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");

    /** One message; {@code node} is the whole of it. */
    record ChatLine(String role, String text, JsonNode node) {}

    /** A function on offer with the schema of its arguments. */
    record Tool(String name, JsonNode parameters) {}

    /** Reads a body; throws {@link ChatRefusal} as the vendor would. */
    static ChatRequest of(@Nullable ObjectNode body) {
        if (body == null) {
            throw ChatRefusal.invalid("request body is not a JSON object");
        }
        refuseUnsupported(body);
        String model = body.path("model").asText("");
        if (model.isEmpty()) {
            throw ChatRefusal.invalid("property 'model' is missing");
        }
        List<Tool> tools = tools(body.path("tools"));
        return new ChatRequest(
                model,
                lines(body.path("messages")),
                tools,
                choice(body.path("tool_choice"), tools),
                body.path("stream").asBoolean(false),
                body.path("stream_options").path("include_usage").asBoolean(false),
                mostTokens(body),
                stops(body.path("stop")));
    }

    private static void refuseUnsupported(ObjectNode body) {
        for (String field : List.of("logprobs", "logit_bias", "top_logprobs")) {
            JsonNode value = body.path(field);
            if (!value.isMissingNode() && !value.isNull() && !(value.isBoolean() && !value.asBoolean())) {
                throw ChatRefusal.invalid("property '" + field + "' is not supported");
            }
        }
        if (body.path("n").asInt(1) != 1) {
            throw ChatRefusal.invalid("'n' must be at most 1");
        }
    }

    private static List<ChatLine> lines(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty()) {
            throw ChatRefusal.invalid("'messages' : minimum number of items is 1");
        }
        List<ChatLine> lines = new ArrayList<>();
        for (JsonNode message : messages) {
            String role = message.path("role").asText("");
            if (!ROLES.contains(role)) {
                throw ChatRefusal.invalid(
                        "'messages." + lines.size() + "' : discriminator property 'role' has invalid value");
            }
            if (message.hasNonNull("name")) {
                throw ChatRefusal.invalid("'messages." + lines.size() + "' : property 'name' is unsupported");
            }
            lines.add(new ChatLine(role, text(message.path("content")), message));
        }
        return List.copyOf(lines);
    }

    private static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asText("");
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    private static List<Tool> tools(JsonNode offered) {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : offered) {
            String name = tool.path("function").path("name").asText("");
            if (name.isEmpty()) {
                throw ChatRefusal.invalid("'tools." + tools.size() + "' : property 'function.name' is missing");
            }
            tools.add(new Tool(name, tool.path("function").path("parameters")));
        }
        return List.copyOf(tools);
    }

    private static String choice(JsonNode choice, List<Tool> tools) {
        String name = choice.isObject() ? choice.path("function").path("name").asText("") : choice.asText("auto");
        boolean known = Set.of("none", "auto", "required", "null").contains(name)
                || tools.stream().anyMatch(tool -> tool.name().equals(name));
        if (!known) {
            throw ChatRefusal.invalid("'tool_choice' : no such function");
        }
        return name.equals("null") ? "auto" : name;
    }

    private static int mostTokens(ObjectNode body) {
        int most =
                body.path("max_completion_tokens").asInt(body.path("max_tokens").asInt(8_192));
        if (most < 1) {
            throw ChatRefusal.invalid("'max_completion_tokens' : must be at least 1");
        }
        return most;
    }

    private static List<String> stops(JsonNode stop) {
        List<String> stops = new ArrayList<>();
        if (stop.isTextual()) {
            stops.add(stop.asText());
        }
        stop.forEach(text -> stops.add(text.asText()));
        stops.removeIf(String::isEmpty);
        return List.copyOf(stops);
    }
}
