package io.earshot.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigSchemaTest {
    private final BridgeConfig defaults = BridgeConfig.defaults(Map.of());
    private final ObjectNode schema = ConfigSchema.of(defaults);

    private JsonNode at(String key) {
        JsonNode node = schema;
        for (String part : key.split("\\.")) {
            node = node.path("properties").path(part);
        }
        return node;
    }

    @Test
    void shouldDescribeEveryKey() {
        assertThat(ConfigLoader.keys(defaults))
                .allSatisfy(key ->
                        assertThat(at(key).path("description").asText()).as(key).isNotBlank());
    }

    @Test
    void shouldKnowTypesAndDefaults() {
        assertThat(at("media.ptime_ms").path("default").isInt()).isTrue();
        assertThat(at("calls.retry_after").path("default").asText()).isEqualTo("5s");
        assertThat(at("calls.answer").at("/anyOf/0/enum")).hasSizeGreaterThan(1);
        assertThat(at("media.codecs").at("/items/anyOf/0/enum")).isNotEmpty();
    }

    @Test
    void shouldRefuseUnknownKeys() {
        assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(at("media").path("additionalProperties").asBoolean(true)).isFalse();
    }

    @Test
    void shouldGiveNoDefaultForSecrets() {
        ObjectNode withKeys = ConfigSchema.of(BridgeConfig.defaults(Map.of("DEEPGRAM_API_KEY", "canary-1")));

        assertThat(withKeys.toString()).doesNotContain("canary-1");
        assertThat(at("keys.deepgram").path("writeOnly").asBoolean()).isTrue();
    }

    @Test
    void shouldReadCommentsAboveNestedKeys() {
        DocumentedKeys keys = DocumentedKeys.of("# One\na:\n  # Two\n  # lines\n  b: 1\n  c: 2\n# Three\nd: 3\n");

        assertThat(List.of(keys.comment("a"), keys.comment("a.b"), keys.comment("a.c"), keys.comment("d")))
                .containsExactly("One", "Two lines", "", "Three");
    }
}
