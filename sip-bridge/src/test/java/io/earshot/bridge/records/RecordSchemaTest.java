package io.earshot.bridge.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldBeTheShippedFile() throws Exception {
        try (InputStream shipped = RecordSchema.class.getResourceAsStream("call-record.schema.json")) {
            assertThat(shipped).isNotNull();
            assertThat(new String(shipped.readAllBytes(), StandardCharsets.UTF_8))
                    .as(
                            "run: ./earshot records --schema > sip-bridge/src/main/resources/io/earshot/bridge/records/call-record.schema.json")
                    .isEqualTo(RecordSchema.text());
        }
    }

    @Test
    void shouldDescribeEveryRecord() throws Exception {
        JsonNode schema = JSON.readTree(RecordSchema.text());

        assertThat(faults(schema, JSON.readTree(RecordJson.bytes(Records.ended("A"))), ""))
                .isEmpty();
        assertThat(faults(schema, JSON.readTree(RecordJson.bytes(Records.full("A"))), ""))
                .isEmpty();
    }

    @Test
    void shouldSeeWhatIsMissingOrOfAnotherType() throws Exception {
        JsonNode schema = JSON.readTree(RecordSchema.text());

        assertThat(faults(schema, JSON.readTree("{\"v\":2,\"turns\":{}}"), ""))
                .contains("/v is not 1", "/turns is no array", "/callId is missing");
    }

    /** The part of JSON Schema that the schema uses. */
    private static List<String> faults(JsonNode schema, JsonNode value, String path) {
        List<String> faults = new ArrayList<>();
        if (schema.has("const")) {
            if (!schema.get("const").equals(value)) {
                faults.add(path + " is not " + schema.get("const"));
            }
            return faults;
        }
        switch (schema.path("type").asText()) {
            case "object" -> {
                schema.path("required").forEach(name -> {
                    if (!value.has(name.asText())) {
                        faults.add(path + "/" + name.asText() + " is missing");
                    }
                });
                for (Map.Entry<String, JsonNode> field : value.properties()) {
                    JsonNode inner = schema.path("properties").has(field.getKey())
                            ? schema.path("properties").get(field.getKey())
                            : schema.path("additionalProperties");
                    String at = path + "/" + field.getKey();
                    faults.addAll(
                            inner.isMissingNode() ? List.of(at + " is unknown") : faults(inner, field.getValue(), at));
                }
            }
            case "array" -> {
                if (!value.isArray()) {
                    faults.add(path + " is no array");
                }
                for (JsonNode item : value.isArray() ? value : JSON.createArrayNode()) {
                    faults.addAll(faults(schema.get("items"), item, path + "[]"));
                }
            }
            case "string" -> require(value.isTextual(), path + " is no string", faults);
            case "boolean" -> require(value.isBoolean(), path + " is no boolean", faults);
            case "integer" -> require(value.isIntegralNumber(), path + " is no integer", faults);
            case "number" -> require(value.isNumber(), path + " is no number", faults);
            default -> faults.add(path + " has no type");
        }
        return faults;
    }

    private static void require(boolean holds, String otherwise, List<String> faults) {
        if (!holds) {
            faults.add(otherwise);
        }
    }
}
