package io.earshot.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTextTest {
    private final BridgeConfig defaults = BridgeConfig.defaults(Map.of());

    @Test
    void shouldReadBackWhatItWrote(@TempDir Path folder) throws Exception {
        BridgeConfig config = new ConfigLoader(Map.of())
                .load(
                        defaults,
                        null,
                        List.of(
                                "agent.instructions=\"Say \\\"hi\\\" and C:\\\\ twice\"",
                                "media.codecs=[opus]",
                                "calls.retry_after=1500ms",
                                "stt.deepgram.extra={a: b}"));
        Path file = Files.writeString(folder.resolve("e.yaml"), ConfigText.yaml(config, defaults, false));

        assertThat(new ConfigLoader(Map.of()).load(defaults, file, List.of())).isEqualTo(config);
    }

    @Test
    void shouldLeaveOutDefaultsWhenAsked() throws Exception {
        BridgeConfig config = new ConfigLoader(Map.of()).load(defaults, null, List.of("media.ptime_ms=30"));

        assertThat(ConfigText.yaml(config, defaults, true)).isEqualTo("media:\n  ptime_ms: 30\n");
        assertThat(ConfigText.yaml(defaults, defaults, true)).isEmpty();
    }

    @Test
    void shouldNeverShowSecrets() {
        BridgeConfig config =
                BridgeConfig.defaults(Map.of("GROQ_API_KEY", "canary-2", "LIVEKIT_API_SECRET", "canary-3"));

        assertThat(ConfigText.yaml(config, defaults, false))
                .doesNotContain("canary")
                .contains("groq: \"***\"");
    }
}
