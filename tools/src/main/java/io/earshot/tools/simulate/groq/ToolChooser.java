package io.earshot.tools.simulate.groq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.tools.simulate.http.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides which offered function the caller's words ask for, and fills its arguments by their schema. Stateless. */
final class ToolChooser {
    private static final Map<Pattern, Pattern> NAME_BY_WORDS = Map.of(
            Pattern.compile("\\b(good)?bye\\b|hang up|end the call"), Pattern.compile("hang|end_?call|goodbye"),
            Pattern.compile("\\btransfer|human|operator|colleague|real person"), Pattern.compile("transfer|hand_?off"),
            Pattern.compile("\\bpress\\b|\\bdial\\b|keypad"), Pattern.compile("dtmf|press|digit|keypad"));
    private static final Set<String> VERBS = Set.of("call", "send", "make", "what", "find", "look", "tool");
    private static final List<String> NUMBERS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
    private static final Pattern DIGITS = Pattern.compile("[0-9*#]+");

    private ToolChooser() {}

    /** The function to call; null: none. */
    static ChatRequest.@Nullable Tool choose(ChatRequest request, String question) {
        String said = question.toLowerCase(Locale.ROOT);
        return switch (request.toolChoice()) {
            case "none" -> null;
            case "auto" -> asked(request.tools(), said);
            case "required" -> {
                ChatRequest.Tool asked = asked(request.tools(), said);
                yield asked != null || request.tools().isEmpty()
                        ? asked
                        : request.tools().get(0);
            }
            default -> named(request.tools(), request.toolChoice());
        };
    }

    /** The arguments as JSON text: each required property, or each property when none is required. */
    static String arguments(ChatRequest.Tool tool, String question) {
        ObjectNode arguments = Json.newObject();
        JsonNode properties = tool.parameters().path("properties");
        JsonNode required = tool.parameters().path("required");
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            if (required.isEmpty() || contains(required, property.getKey())) {
                arguments.set(property.getKey(), value(property.getKey(), property.getValue(), question));
            }
        }
        return Json.text(arguments);
    }

    private static ChatRequest.@Nullable Tool asked(List<ChatRequest.Tool> tools, String said) {
        for (ChatRequest.Tool tool : tools) {
            if (isAsked(tool.name().toLowerCase(Locale.ROOT), said)) {
                return tool;
            }
        }
        return null;
    }

    private static boolean isAsked(String name, String said) {
        boolean byRule = NAME_BY_WORDS.entrySet().stream()
                .anyMatch(rule -> rule.getKey().matcher(said).find()
                        && rule.getValue().matcher(name).find());
        Set<String> words = Knowledge.words(said);
        return byRule
                || Knowledge.words(name.replace('_', ' ')).stream()
                        .anyMatch(word -> word.length() >= 4 && !VERBS.contains(word) && words.contains(word));
    }

    private static ChatRequest.@Nullable Tool named(List<ChatRequest.Tool> tools, String name) {
        return tools.stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static boolean contains(JsonNode array, String text) {
        for (JsonNode element : array) {
            if (element.asText().equals(text)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode value(String name, JsonNode schema, String question) {
        ObjectNode holder = Json.newObject();
        if (schema.path("enum").size() > 0) {
            return schema.path("enum").path(0);
        }
        switch (schema.path("type").asText("string")) {
            case "integer", "number" -> holder.put("v", firstNumber(question));
            case "boolean" -> holder.put("v", true);
            case "array" -> holder.putArray("v");
            case "object" -> holder.putObject("v");
            default -> holder.put("v", text(name.toLowerCase(Locale.ROOT), question));
        }
        return holder.path("v");
    }

    private static String text(String name, String question) {
        if (name.contains("digit") || name.contains("dtmf") || name.contains("key") || name.contains("tone")) {
            return digits(question);
        }
        if (name.contains("target") || name.contains("destination") || name.equals("to")) {
            return "operator";
        }
        return question;
    }

    /** The digits said in words or figures, one after the other. */
    private static String digits(String question) {
        StringBuilder digits = new StringBuilder();
        for (String word : question.toLowerCase(Locale.ROOT).split("[^a-z0-9*#]+")) {
            int number = NUMBERS.indexOf(word);
            if (number >= 0) {
                digits.append(number);
            } else if (DIGITS.matcher(word).matches()) {
                digits.append(word);
            }
        }
        return digits.toString();
    }

    private static int firstNumber(String question) {
        Matcher matcher = Pattern.compile("\\d{1,9}").matcher(digits(question));
        return matcher.find() ? Integer.parseInt(matcher.group()) : 0;
    }
}
