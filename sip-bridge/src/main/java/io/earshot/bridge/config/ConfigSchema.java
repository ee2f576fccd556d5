package io.earshot.bridge.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.sip.tls.KeyPassword;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (draft 2020-12) of a configuration, for editors: every key with its type, its default and what
 * {@code earshot.yaml} says of it. Confined to one thread.
 */
public final class ConfigSchema {
    private static final String REFERENCE = "#/$defs/reference";
    /** YAML 1.2 takes these for texts; the loader takes them for switches. */
    private static final List<String> SWITCHES = List.of("yes", "no", "on", "off");

    private static final String DURATION = "#/$defs/duration";

    private final JsonNodeFactory json = JsonNodeFactory.instance;
    private final DocumentedKeys documented;

    private ConfigSchema(DocumentedKeys documented) {
        this.documented = documented;
    }

    /** The schema of the configuration with these defaults. */
    public static ObjectNode of(Record defaults) {
        ConfigSchema schema = new ConfigSchema(DocumentedKeys.packed());
        ObjectNode root = schema.json.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "Earshot configuration");
        root.setAll(schema.section(defaults, ""));
        ObjectNode definitions = root.putObject("$defs");
        definitions
                .putObject("reference")
                .put("type", "string")
                .put("pattern", "^\\$\\{(env|file):[^}]*\\}$")
                .put("description", "${env:NAME}, ${env:NAME:-default} or ${file:PATH}");
        definitions
                .putObject("duration")
                .put("pattern", "^([0-9]+(\\.[0-9]+)?(ms|s|m|h)|0|\\$\\{(env|file):[^}]*\\})$")
                .putArray("type")
                .add("string")
                .add("integer");
        return root;
    }

    private ObjectNode section(Record defaults, String path) {
        ObjectNode schema = json.objectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        for (RecordComponent component : defaults.getClass().getRecordComponents()) {
            String key = RecordBinder.snakeCase(component.getName());
            String at = path.isEmpty() ? key : path + "." + key;
            Object value = RecordBinder.read(component, defaults);
            properties.set(key, described(key(component.getGenericType(), value, at), at));
        }
        return schema;
    }

    private ObjectNode described(ObjectNode schema, String path) {
        String comment = documented.comment(path);
        return comment.isEmpty() ? schema : schema.put("description", comment);
    }

    private ObjectNode key(Type type, @Nullable Object value, String path) {
        if (value instanceof Record nested && ScalarValues.isSection((Class<?>) type)) {
            return section(nested, path);
        }
        ObjectNode schema = type(type);
        switch (value) {
            case Boolean plain -> schema.put("default", plain);
            case Integer plain -> schema.put("default", plain);
            case Long plain -> schema.put("default", plain);
            case Double plain -> schema.put("default", plain);
            case String plain -> schema.put("default", plain);
            case Duration plain -> schema.put("default", ConfigText.duration(plain));
            case Enum<?> plain -> schema.put("default", plain.name().toLowerCase(Locale.ROOT));
            case null, default -> {}
        }
        return schema;
    }

    private ObjectNode type(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic(generic);
        }
        return type instanceof Class<?> plain && plain.isRecord() ? item(plain) : scalar((Class<?>) type);
    }

    private ObjectNode generic(ParameterizedType type) {
        Type raw = type.getRawType();
        ObjectNode schema = json.objectNode();
        if (raw == List.class || raw == Set.class) {
            schema.put("type", "array").set("items", type(type.getActualTypeArguments()[0]));
            return schema;
        }
        if (raw == Map.class) {
            schema.put("type", "object").set("additionalProperties", type(type.getActualTypeArguments()[1]));
            return schema;
        }
        if (raw == Optional.class) {
            return type(type.getActualTypeArguments()[0]);
        }
        throw new IllegalStateException("no schema for " + type);
    }

    /** An item of a list of records: every key must be given, unless its type has defaults. */
    private ObjectNode item(Class<?> type) {
        Record defaults = RecordBinder.itemDefaults(type);
        if (defaults != null) {
            return section(defaults, "(item)");
        }
        ObjectNode schema = json.objectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        var required = schema.putArray("required");
        for (RecordComponent component : type.getRecordComponents()) {
            String key = RecordBinder.snakeCase(component.getName());
            properties.set(key, type(component.getGenericType()));
            required.add(key);
        }
        return schema;
    }

    private ObjectNode scalar(Class<?> type) {
        ObjectNode schema = json.objectNode();
        if (type == Secret.class || type == KeyPassword.class) {
            return schema.put("type", "string").put("writeOnly", true);
        }
        if (type == Duration.class) {
            return schema.put("$ref", DURATION);
        }
        if (type.isEnum()) {
            return orReference(words(Arrays.stream(type.getEnumConstants())
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .toList()));
        }
        return switch (type.getSimpleName()) {
            case "boolean" -> orReference(json.objectNode().put("type", "boolean"), words(SWITCHES));
            case "int", "long" -> orReference(json.objectNode().put("type", "integer"));
            case "double" -> orReference(json.objectNode().put("type", "number"));
            default -> schema.put("type", "string");
        };
    }

    private ObjectNode words(List<String> words) {
        ObjectNode schema = json.objectNode().put("type", "string");
        words.forEach(schema.putArray("enum")::add);
        return schema;
    }

    private ObjectNode orReference(ObjectNode... forms) {
        ObjectNode schema = json.objectNode();
        schema.putArray("anyOf").addAll(List.of(forms)).add(json.objectNode().put("$ref", REFERENCE));
        return schema;
    }
}
