package io.earshot.bridge.config;

import io.earshot.sip.tls.KeyPassword;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A configuration written out as YAML that {@link ConfigLoader} reads again, but for its secrets: they are shown as
 * {@code ***}, or empty where there is none. Thread-safe because it keeps nothing.
 */
public final class ConfigText {
    private static final String INDENT = "  ";

    private ConfigText() {}

    /**
     * The effective configuration.
     *
     * @param defaults what it is compared with
     * @param changedOnly leave out what equals the defaults
     */
    public static <T extends Record> String yaml(T config, T defaults, boolean changedOnly) {
        StringBuilder out = new StringBuilder();
        section(config, changedOnly ? defaults : null, "", out);
        return out.toString();
    }

    /** The configuration as maps, lists, numbers and texts, for JSON; secrets as {@code ***}. */
    public static Map<String, Object> tree(Record config) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            tree.put(RecordBinder.snakeCase(component.getName()), branch(RecordBinder.read(component, config)));
        }
        return tree;
    }

    /** A value for JSON; a secret as {@code ***}. */
    static Object branch(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Record section when ScalarValues.isSection(section.getClass()) -> tree(section);
            case Map<?, ?> map -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                map.forEach((key, item) -> entries.put(String.valueOf(key), branch(item)));
                yield entries;
            }
            case Collection<?> items -> items.stream().map(ConfigText::branch).toList();
            case Boolean plain -> plain;
            case Number plain -> plain;
            case Duration duration -> duration(duration);
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case Optional<?> maybe -> branch(maybe.orElse(null));
            case Secret secret -> secret.toString();
            default -> value.toString();
        };
    }

    private static void section(Record config, @Nullable Record defaults, String indent, StringBuilder out) {
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            Object value = RecordBinder.read(component, config);
            Object usual = defaults == null ? null : RecordBinder.read(component, defaults);
            if (defaults != null && Objects.equals(value, usual)) {
                continue;
            }
            out.append(indent)
                    .append(RecordBinder.snakeCase(component.getName()))
                    .append(':');
            if (value instanceof Record nested && ScalarValues.isSection(component.getType())) {
                out.append('\n');
                section(nested, (Record) usual, indent + INDENT, out);
            } else {
                value(value, indent, out);
            }
        }
    }

    private static void value(@Nullable Object value, String indent, StringBuilder out) {
        switch (value) {
            case Map<?, ?> map -> map(map, indent, out);
            case Collection<?> items -> items(items, indent, out);
            case null, default -> out.append(' ').append(word(value)).append('\n');
        }
    }

    private static void map(Map<?, ?> map, String indent, StringBuilder out) {
        if (map.isEmpty()) {
            out.append(" {}\n");
            return;
        }
        out.append('\n');
        map.forEach((key, value) -> out.append(indent)
                .append(INDENT)
                .append(key)
                .append(": ")
                .append(word(value))
                .append('\n'));
    }

    private static void items(Collection<?> items, String indent, StringBuilder out) {
        if (items.stream().anyMatch(Record.class::isInstance)) {
            out.append('\n');
            for (Object item : items) {
                StringBuilder entry = new StringBuilder();
                section((Record) item, null, indent + INDENT + INDENT, entry);
                out.append(indent)
                        .append(INDENT)
                        .append("- ")
                        .append(entry.toString().strip())
                        .append('\n');
            }
            return;
        }
        out.append(" [");
        out.append(String.join(", ", items.stream().map(ConfigText::word).toList()));
        out.append("]\n");
    }

    /** A value on one line, with secrets as {@code ***}. */
    static String inline(@Nullable Object value) {
        return switch (value) {
            case Record item when ScalarValues.isSection(item.getClass()) -> fields(item);
            case Map<?, ?> map ->
                "{"
                        + map.entrySet().stream()
                                .map(entry -> entry.getKey() + ": " + inline(entry.getValue()))
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + "}";
            case Set<?> items ->
                items.stream().map(ConfigText::inline).sorted().collect(Collectors.joining(", ", "[", "]"));
            case Collection<?> items ->
                items.stream().map(ConfigText::inline).collect(Collectors.joining(", ", "[", "]"));
            case null, default -> word(value);
        };
    }

    private static String fields(Record item) {
        return Arrays.stream(item.getClass().getRecordComponents())
                .map(component ->
                        RecordBinder.snakeCase(component.getName()) + ": " + inline(RecordBinder.read(component, item)))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String word(@Nullable Object value) {
        return switch (value) {
            case null -> "\"\"";
            case Boolean plain -> plain.toString();
            case Number plain -> plain.toString();
            case Duration duration -> duration(duration);
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case Optional<?> maybe -> word(maybe.orElse(null));
            case Secret secret -> secret.isPresent() ? "\"***\"" : "\"\"";
            case KeyPassword password -> password.isPresent() ? "\"***\"" : "\"\"";
            default -> quoted(value.toString());
        };
    }

    /** As the loader reads it. */
    static String duration(Duration duration) {
        long ms = duration.toMillis();
        if (ms == 0) {
            return "0";
        }
        if (ms % 3_600_000 == 0) {
            return ms / 3_600_000 + "h";
        }
        if (ms % 60_000 == 0) {
            return ms / 60_000 + "m";
        }
        return ms % 1_000 == 0 ? ms / 1_000 + "s" : ms + "ms";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
