package io.earshot.tools.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What an editor that validates against the schema says of configuration files. */
class EditorSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(ConfigSchema.of(BridgeConfig.defaults(Map.of())));

    /** Keys (as JSON pointers) that are marked. */
    private List<String> marked(String yaml) {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        JsonNode tree = JSON.valueToTree(document);
        TreeSet<String> keys = new TreeSet<>();
        for (ValidationMessage message : schema.validate(tree)) {
            String at = message.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
            String name = message.getProperty();
            keys.add(name == null ? at : at.isEmpty() ? name : at + "." + name);
        }
        return List.copyOf(keys);
    }

    @Test
    void shouldFindNothingInTheDocumentedFile() throws Exception {
        assertThat(marked(Files.readString(Path.of("../sip-bridge/earshot.yaml"))))
                .isEmpty();
    }

    @Test
    void shouldLetReferencesStandForAnyValue() {
        assertThat(marked("""
                calls: {maximum: "${env:MOST:-50}", retry_after: "${env:SOON}", answer: "${env:ANSWER}"}
                media: {codecs: ["${env:CODEC}"]}
                keys: {groq: "${file:/run/secrets/groq}"}
                reload: {watch: "${env:WATCH}"}
                log: {levels: {io.earshot.sip: "${env:LEVEL}"}}
                http: {insecure: on}
                """)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    medai: {ptime_ms: 20}               | medai
                    media: {ptime: 20}                  | media.ptime
                    media: {ptime_ms: often}            | media.ptime_ms
                    media: {codecs: [pcmu, mp3]}        | media.codecs[1]
                    calls: {retry_after: 5 seconds}     | calls.retry_after
                    calls: {answer: sometimes}          | calls.answer
                    log: {levels: {io.netty: loud}}     | log.levels.io.netty
                    http: 8080                          | http
                    routing: {routes: {mode: direct}}   | routing.routes
                    reload: {watch: perhaps}            | reload.watch
                    """)
    void shouldMarkATypicalFaultAtItsKey(String yaml, String key) {
        assertThat(marked(yaml)).containsExactly(key);
    }
}
