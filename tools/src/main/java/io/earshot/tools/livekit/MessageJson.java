package io.earshot.tools.livekit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Messages as protobuf's JSON, in which LiveKit's own tools write and read. Passwords are not shown, and what was shown instead of one
 * is not read back.
 */
final class MessageJson {
    private static final String HIDDEN = "(hidden)";
    private static final Set<String> SECRETS = Set.of("auth_password", "turn_password");
    private static final long LARGEST_FILE = 4L << 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private MessageJson() {}

    static String text(MessageOrBuilder message) {
        return pretty(tree(message));
    }

    static String array(List<? extends MessageOrBuilder> messages) {
        ArrayNode array = JSON.createArrayNode();
        messages.forEach(it -> array.add(tree(it)));
        return pretty(array) + "\n";
    }

    static String done(String line) {
        return pretty(JSON.createObjectNode().put("done", line));
    }

    /** Any JSON, on several lines. */
    static String pretty(JsonNode node) {
        return node.toPrettyString();
    }

    /** A message as a tree, without secrets. */
    static JsonNode tree(MessageOrBuilder message) {
        try {
            return JSON.readTree(JsonFormat.printer().print(withoutSecrets(message)));
        } catch (IOException e) {
            throw new IllegalStateException("a message from LiveKit cannot be written as JSON", e);
        }
    }

    private static Message withoutSecrets(MessageOrBuilder message) {
        Message whole = message instanceof Message it ? it : ((Message.Builder) message).build();
        Message.Builder copy = whole.toBuilder();
        for (FieldDescriptor field : whole.getAllFields().keySet()) {
            if (SECRETS.contains(field.getName())) {
                copy.setField(field, HIDDEN);
            }
        }
        return copy.build();
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when it cannot be read as JSON
     */
    static JsonNode read(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new IllegalArgumentException(file + " is larger than " + (LARGEST_FILE >> 20) + " MB");
            }
            JsonNode node = JSON.readTree(Files.readString(file));
            if (node == null || node.isMissingNode()) {
                throw new IllegalArgumentException(file + " is empty");
            }
            return node;
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read as JSON: " + firstLine(e), e);
        }
    }

    /**
     * The same for looking at only: what was shown instead of a password counts as one. A trunk with a password asks for it, whatever it
     * is.
     */
    static JsonNode withoutHidden(JsonNode node) {
        JsonNode copy = node.deepCopy();
        for (JsonNode object : List.of(copy, copy.path("trunk"))) {
            if (object instanceof ObjectNode trunk
                    && HIDDEN.equals(trunk.path("authPassword").asText())) {
                trunk.put("authPassword", "unknown");
            }
        }
        return copy;
    }

    /**
     * Reads a message into {@code builder}; the object may be wrapped in another that has it alone, as LiveKit's examples have.
     *
     * @throws IllegalArgumentException when it is another message, or holds what was shown instead of a password
     */
    static <B extends Message.Builder> B merge(JsonNode node, String wrapper, B builder) {
        JsonNode object = unwrapped(node, wrapper);
        if (object.toString().contains("\"" + HIDDEN + "\"")) {
            throw new IllegalArgumentException("a password is \"" + HIDDEN + "\": write the real one, or leave it out");
        }
        try {
            JsonFormat.parser().merge(object.toString(), builder);
            return builder;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "not a " + builder.getDescriptorForType().getName() + ": " + firstLine(e), e);
        }
    }

    /** What is in {@code wrapper}, which may be written with capitals or underscores; or else {@code node} itself. */
    static JsonNode unwrapped(JsonNode node, String wrapper) {
        String underscored = wrapper.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        JsonNode inner = node.has(wrapper) ? node.path(wrapper) : node.path(underscored);
        return inner.isObject() ? inner : node;
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return message.lines().findFirst().orElse(message);
    }
}
