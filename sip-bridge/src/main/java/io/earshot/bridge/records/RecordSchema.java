package io.earshot.bridge.records;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON schema (2020-12) of a call record, made from the record itself so that it cannot differ: what may be null is left out of a
 * record and is not required. The shipped file {@code call-record.schema.json} equals it. Stateless.
 */
public final class RecordSchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordSchema() {}

    /** The schema, indented. */
    public static String text() {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Earshot call record, version " + CallRecord.VERSION);
        schema.setAll(object(CallRecord.class));
        ObjectNode version = JSON.createObjectNode();
        version.put("const", CallRecord.VERSION);
        ((ObjectNode) schema.get("properties")).set("v", version);
        ((ArrayNode) schema.get("required")).add("v");
        return schema.toPrettyString() + "\n";
    }

    private static ObjectNode object(Class<?> type) {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (RecordComponent component : type.getRecordComponents()) {
            AnnotatedType declared = component.getAnnotatedType();
            properties.set(component.getName(), value(declared));
            if (!declared.isAnnotationPresent(Nullable.class)) {
                required.add(component.getName());
            }
        }
        return schema;
    }

    private static ObjectNode value(AnnotatedType declared) {
        if (declared instanceof AnnotatedParameterizedType generic) {
            return container(generic);
        }
        Class<?> type = (Class<?>) declared.getType();
        ObjectNode schema = JSON.createObjectNode();
        if (type == String.class) {
            return schema.put("type", "string");
        }
        if (type == Instant.class) {
            return schema.put("type", "string").put("format", "date-time");
        }
        if (type == boolean.class || type == Boolean.class) {
            return schema.put("type", "boolean");
        }
        if (type == double.class || type == Double.class) {
            return schema.put("type", "number");
        }
        if (type == int.class || type == long.class || type == Long.class || type == Integer.class) {
            return schema.put("type", "integer");
        }
        if (type.isRecord()) {
            return object(type);
        }
        throw new IllegalStateException("no schema for " + type);
    }

    private static ObjectNode container(AnnotatedParameterizedType generic) {
        ObjectNode schema = JSON.createObjectNode();
        AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
        Class<?> raw = (Class<?>) ((ParameterizedType) generic.getType()).getRawType();
        if (raw == List.class) {
            schema.put("type", "array");
            schema.set("items", value(arguments[0]));
        } else if (raw == Map.class) {
            schema.put("type", "object");
            schema.set("additionalProperties", value(arguments[1]));
        } else {
            throw new IllegalStateException("no schema for " + generic);
        }
        return schema;
    }
}
