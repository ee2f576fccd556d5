package io.earshot.bridge.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code earshot.yaml} says of each key: the comment above it. Immutable. */
final class DocumentedKeys {
    private static final Pattern LINE = Pattern.compile("( *)(?:# ?(.*)|([A-Za-z_][A-Za-z0-9_]*):(.*))");

    private record Section(int indent, String path) {}

    private final Map<String, String> comments;
    private final Map<String, String> values;

    private DocumentedKeys(Map<String, String> comments, Map<String, String> values) {
        this.comments = Map.copyOf(comments);
        this.values = Map.copyOf(values);
    }

    /** Those of the file that the build packs beside this class. */
    static DocumentedKeys packed() {
        try (InputStream file = DocumentedKeys.class.getResourceAsStream("earshot.yaml")) {
            if (file == null) {
                throw new IllegalStateException("earshot.yaml is not packed");
            }
            return of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("earshot.yaml cannot be read", e);
        }
    }

    /** Those of a file in block style, two keys never on one line. */
    static DocumentedKeys of(String yaml) {
        Map<String, String> comments = new HashMap<>();
        Map<String, String> values = new HashMap<>();
        Deque<Section> sections = new ArrayDeque<>();
        List<String> comment = new ArrayList<>();
        for (String line : yaml.lines().toList()) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                comment.clear();
            } else if (parts.group(3) == null) {
                comment.add(parts.group(2));
            } else {
                String path = enter(sections, parts.group(1).length(), parts.group(3));
                comments.put(path, String.join(" ", comment));
                values.put(path, parts.group(4).strip());
                comment.clear();
            }
        }
        return new DocumentedKeys(comments, values);
    }

    private static String enter(Deque<Section> sections, int indent, String key) {
        while (!sections.isEmpty() && sections.peek().indent() >= indent) {
            sections.pop();
        }
        String path = sections.isEmpty() ? key : sections.peek().path() + "." + key;
        sections.push(new Section(indent, path));
        return path;
    }

    /** What is written behind a dotted key; empty for a section. */
    String value(String key) {
        return values.getOrDefault(key, "");
    }

    /** The comment of a dotted key; empty when there is none. */
    String comment(String key) {
        return comments.getOrDefault(key, "");
    }
}
