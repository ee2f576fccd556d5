package io.earshot.tools.records;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a record must fulfil: a field by its dotted path, an operator, a value. A field that a record has not fulfils none but {@code !=}.
 * Immutable.
 *
 * @param path as in {@code end.reason}
 * @param operator {@code =}, {@code !=}, {@code <}, {@code >}, or {@code ~} for "contains"
 * @param value compared as a number where both are numbers
 */
record Condition(String path, String operator, String value) {
    private static final Pattern FORM = Pattern.compile("([\\w.-]+)(!=|=|<|>|~)(.*)");

    /** @throws IllegalArgumentException when the text is no condition */
    static Condition parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a condition is FIELD=VALUE, FIELD!=VALUE, FIELD<NUMBER, FIELD>NUMBER or FIELD~TEXT, not '" + text
                            + "'");
        }
        return new Condition(matcher.group(1), matcher.group(2), matcher.group(3));
    }

    boolean holds(JsonNode record) {
        JsonNode field = at(record, path);
        String text = field.isValueNode() ? field.asText() : "";
        return switch (operator) {
            case "=" -> !field.isMissingNode() && text.equals(value);
            case "!=" -> !text.equals(value);
            case "~" -> text.contains(value);
            case "<" -> field.isNumber() && field.asDouble() < number();
            default -> field.isNumber() && field.asDouble() > number();
        };
    }

    private double number() {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + value + "' is no number", e);
        }
    }

    static JsonNode at(JsonNode record, String path) {
        JsonNode node = record;
        for (String name : path.split("\\.")) {
            node = node.path(name);
        }
        return node;
    }
}
