package io.earshot.ai.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.ai.llm.ToolCall;
import io.earshot.ai.llm.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The tools that every agent has: hang up, send keys, transfer. Immutable. */
final class BuiltInTools {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern KEYS = Pattern.compile("[0-9A-Da-d*#]{1,32}");
    private static final String OBJECT_START = "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{";

    /** What a built-in tool does. */
    sealed interface Effect {
        /** End the call after the last word. */
        record HangUp() implements Effect {}

        /** Send keys now. */
        record Keys(String digits) implements Effect {}

        /** Transfer the caller after the last word. */
        record Transfer(String uri) implements Effect {}

        /** The arguments make no sense; the model is told. */
        record Refused(String why) implements Effect {}
    }

    private final AgentConfig config;

    BuiltInTools(AgentConfig config) {
        this.config = config;
    }

    List<ToolSpec> specs() {
        List<ToolSpec> specs = new ArrayList<>();
        if (config.hangUpTool()) {
            specs.add(new ToolSpec(
                    "hang_up",
                    "Ends the phone call. Say goodbye in the same answer; the call ends after your words.",
                    OBJECT_START + "}}"));
        }
        if (config.dtmfTool()) {
            specs.add(
                    new ToolSpec(
                            "send_dtmf",
                            "Presses telephone keys, for example in a menu of an automated system.",
                            OBJECT_START
                                    + "\"digits\":{\"type\":\"string\",\"description\":\"0-9, *, # and A-D\"}},\"required\":[\"digits\"]}"));
        }
        if (!config.transferTargets().isEmpty()) {
            specs.add(new ToolSpec(
                    "transfer_call",
                    "Transfers the caller. Tell them so in the same answer; it happens after your words.",
                    OBJECT_START + "\"target\":{\"type\":\"string\",\"enum\":" + targetNames()
                            + "}},\"required\":[\"target\"]}"));
        }
        return specs;
    }

    /** What {@code call} does, or nothing when it is not built in. */
    Optional<Effect> effect(ToolCall call) {
        return switch (call.name()) {
            case "hang_up" -> Optional.of(config.hangUpTool() ? new Effect.HangUp() : refused(call));
            case "send_dtmf" -> Optional.of(config.dtmfTool() ? keys(call) : refused(call));
            case "transfer_call" -> Optional.of(transfer(call));
            default -> Optional.empty();
        };
    }

    private static Effect refused(ToolCall call) {
        return new Effect.Refused("no such tool: " + call.name());
    }

    private static Effect keys(ToolCall call) {
        String digits = argument(call, "digits");
        return KEYS.matcher(digits).matches()
                ? new Effect.Keys(digits)
                : new Effect.Refused("digits must be 1 to 32 of 0-9, *, #, A-D");
    }

    private Effect transfer(ToolCall call) {
        String name = argument(call, "target");
        for (TransferTarget target : config.transferTargets()) {
            if (target.name().equals(name)) {
                return new Effect.Transfer(target.uri());
            }
        }
        return new Effect.Refused("unknown target");
    }

    private static String argument(ToolCall call, String name) {
        try {
            JsonNode value = JSON.readTree(call.arguments()).path(name);
            return value.isValueNode() ? value.asText() : "";
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private String targetNames() {
        try {
            return JSON.writeValueAsString(
                    config.transferTargets().stream().map(TransferTarget::name).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
