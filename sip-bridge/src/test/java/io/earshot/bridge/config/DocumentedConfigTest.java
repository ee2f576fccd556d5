package io.earshot.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentedConfigTest {
    private static final Path DOCUMENTED = Path.of("earshot.yaml");
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "DEEPGRAM_API_KEY",
            "d",
            "GROQ_API_KEY",
            "g",
            "OPENAI_API_KEY",
            "o",
            "CARTESIA_API_KEY",
            "c",
            "LIVEKIT_URL",
            "wss://rooms.example",
            "LIVEKIT_API_KEY",
            "k",
            "LIVEKIT_API_SECRET",
            "s");

    @Test
    void shouldEqualTheDefaults() throws ConfigException {
        BridgeConfig defaults = BridgeConfig.defaults(ENVIRONMENT);
        assertThat(new ConfigLoader(ENVIRONMENT).load(defaults, DOCUMENTED, List.of()))
                .isEqualTo(defaults);
        assertThat(new ConfigLoader(ENVIRONMENT).load(BridgeConfig.defaults(Map.of()), DOCUMENTED, List.of()))
                .isEqualTo(defaults);
    }

    @Test
    void shouldDocumentEveryKey() throws Exception {
        List<ConfigFault> faults = new ArrayList<>();
        ConfigNode.Entries tree = new YamlReader("earshot.yaml", faults).read(Files.readString(DOCUMENTED));
        List<String> documented = new ArrayList<>();
        collect(tree, "", documented);
        assertThat(faults).isEmpty();
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(ConfigLoader.keys(BridgeConfig.defaults(ENVIRONMENT)));
    }

    @Test
    void shouldLetEveryKeyBeSetOnTheCommandLine() throws Exception {
        ConfigNode.Entries tree = new YamlReader("earshot.yaml", new ArrayList<>()).read(Files.readString(DOCUMENTED));
        List<String> settings = new ArrayList<>();
        flatten(tree, "", settings);
        assertThat(settings)
                .hasSize(ConfigLoader.keys(BridgeConfig.defaults(ENVIRONMENT)).size());
        assertThat(new ConfigLoader(ENVIRONMENT).load(BridgeConfig.defaults(Map.of()), null, settings))
                .isEqualTo(BridgeConfig.defaults(ENVIRONMENT));
    }

    private static void collect(ConfigNode.Entries section, String path, List<String> keys) {
        section.entries().forEach((key, node) -> {
            if (node instanceof ConfigNode.Entries nested && !nested.entries().isEmpty()) {
                collect(nested, path + key + ".", keys);
            } else {
                keys.add(path + key);
            }
        });
    }

    private static void flatten(ConfigNode.Entries section, String path, List<String> settings) {
        section.entries().forEach((key, node) -> {
            switch (node) {
                case ConfigNode.Entries nested
                when !nested.entries().isEmpty() -> flatten(nested, path + key + ".", settings);
                case ConfigNode.Entries _ -> settings.add(path + key + "={}");
                case ConfigNode.Scalar scalar -> settings.add(path + key + "=" + scalar.text());
                case ConfigNode.Items items -> settings.add(path + key + "=" + flow(items));
            }
        });
    }

    private static String flow(ConfigNode.Items items) {
        List<String> words = new ArrayList<>();
        for (ConfigNode item : items.items()) {
            words.add("\"" + ((ConfigNode.Scalar) item).text() + "\"");
        }
        return "[" + String.join(", ", words) + "]";
    }
}
