package io.earshot.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    public enum Colour {
        DEEP_RED,
        BLUE
    }

    public record Inner(int port, Duration pause, List<String> names) {
        public Inner {
            if (port > 65_535) {
                throw new IllegalArgumentException("port must be 0 to 65535");
            }
        }
    }

    public record Outer(String name, boolean on, Colour colour, Inner innerPart, Map<String, String> labels) {}

    private static final Outer DEFAULTS =
            new Outer("n", false, Colour.BLUE, new Inner(5060, Duration.ofMillis(20), List.of("a")), Map.of());

    @TempDir
    Path dir;

    private final ConfigLoader loader = new ConfigLoader(Map.of("NAME", "from-env"));

    @Test
    void shouldKeepDefaultsWhereNothingIsGiven() throws ConfigException {
        assertThat(loader.load(DEFAULTS, null, List.of())).isEqualTo(DEFAULTS);
    }

    @Test
    void shouldReadEveryKindOfValueFromTheFile() throws Exception {
        Outer loaded = loader.load(DEFAULTS, file("""
                        name: ${env:NAME}
                        on: true
                        colour: deep-red
                        inner_part:
                          port: 7000
                          pause: 1.5s
                          names: [x, y]
                        labels: {team: voice}
                        """), List.of());
        assertThat(loaded)
                .isEqualTo(new Outer(
                        "from-env",
                        true,
                        Colour.DEEP_RED,
                        new Inner(7000, Duration.ofMillis(1500), List.of("x", "y")),
                        Map.of("team", "voice")));
    }

    @Test
    void shouldLetSettingsWinOverTheFile() throws Exception {
        Outer loaded = loader.load(
                DEFAULTS,
                file("inner_part: {port: 7000}\n"),
                List.of("inner_part.port=7001", "inner_part.names=[p, q]", "name=ws://127.0.0.1:9/x"));
        assertThat(loaded.innerPart().port()).isEqualTo(7001);
        assertThat(loaded.innerPart().names()).containsExactly("p", "q");
        assertThat(loaded.name()).isEqualTo("ws://127.0.0.1:9/x");
    }

    @Test
    void shouldReportEveryFaultWithFileAndLine() throws Exception {
        Path file = file("""
                nam: x
                on: perhaps
                inner_part:
                  port: 70000
                  pause: soon
                """);
        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> loader.load(DEFAULTS, file, List.of("colour=green", "nonsense")));
        assertThat(refused.faults())
                .extracting(ConfigFault::toString)
                .contains(
                        "--set: (number 2): must be key=value",
                        "e.yaml:1: nam: unknown key; did you mean name?",
                        "e.yaml:2: on: must be true or false, not 'perhaps'",
                        "--set: colour: must be one of deep_red, blue, not 'green'",
                        "e.yaml:5: inner_part.pause: must be a time such as 20ms, 1.5s, 3m or 1h, not 'soon'",
                        "e.yaml:4: inner_part: port must be 0 to 65535");
    }

    @Test
    void shouldReportBrokenYamlWithItsLine() throws Exception {
        Path file = file("name: x\non: [1\n");
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> loader.load(DEFAULTS, file, List.of()));
        assertThat(refused.faults()).hasSize(1);
        assertThat(refused.faults().getFirst().where()).isEqualTo("e.yaml:3");
    }

    @Test
    void shouldListEveryKey() {
        assertThat(ConfigLoader.keys(DEFAULTS))
                .containsExactly(
                        "name", "on", "colour", "inner_part.port", "inner_part.pause", "inner_part.names", "labels");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("e.yaml"), text);
    }
}
