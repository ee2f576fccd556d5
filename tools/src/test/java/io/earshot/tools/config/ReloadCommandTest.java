package io.earshot.tools.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.bridge.Bridge;
import io.earshot.bridge.config.ConfigSource;
import io.earshot.bridge.config.LiveConfig;
import io.earshot.tools.console.CommandForm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReloadCommandTest {
    private static final String TOKEN = "an-admin-token-of-this-test";
    private static final String START = """
            reload: {watch: false}
            sip: {udp_port: 0, tcp_port: 0}
            agent: {script: {greeting: ""}}
            stt: {flux: {url: "ws://127.0.0.1:1"}, deepgram: {url: "ws://127.0.0.1:1"}}
            llm: {groq: {url: "http://127.0.0.1:1"}}
            tts: {cartesia: {url: "ws://127.0.0.1:1"}}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path file;
    private Bridge bridge;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("earshot.yaml");
        write("calls: {maximum: 50, rehearsals: 0}\nhttp: {port: 0, tokens: {admin: [" + TOKEN + "]}}\n");
        ConfigSource source = new ConfigSource(Map.of(), file, List.of());
        bridge = Bridge.start(new LiveConfig(source.load()), source);
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    private void write(String yaml) throws IOException {
        Files.writeString(file, START + yaml);
    }

    private int reload(String... options) {
        return reloadAs(TOKEN, options);
    }

    private int reloadAs(String token, String... options) {
        List<String> all = new ArrayList<>(List.of("reload", "--token", token, "--url"));
        all.add("http://127.0.0.1:" + bridge.httpAddress().getPort());
        all.addAll(List.of(options));
        return CommandForm.of(new CommandLine(new ConfigCommand(Map.of())), "earshot")
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    @Test
    void shouldTellWhatIsInForceAndWhatNeedsARestart() throws Exception {
        write("calls: {maximum: 60, rehearsals: 0}\nhttp: {port: 0, max_body: 2048, tokens: {admin: [" + TOKEN
                + "]}}\n");

        assertThat(reload()).isZero();
        assertThat(out.toString())
                .contains("applied: 1 key in force for new calls, 1 after a restart\n")
                .contains(
                        "  calls.maximum: 50 -> 60\n",
                        "  http.max_body: 262144 -> 2048",
                        " (after a restart: the HTTP listener");
    }

    @Test
    void shouldNameEveryFaultOfARefusedOneWithItsLine() throws Exception {
        write("calls: {maximum: many}\nhtpt: {}\n");

        assertThat(reload()).isEqualTo(78);
        assertThat(out.toString())
                .startsWith("refused, nothing is changed: 2 faults\n")
                .contains("  earshot.yaml:7: calls.maximum: ", "  earshot.yaml:8: htpt: unknown key");
    }

    @Test
    void shouldGiveScriptsTheReport() throws Exception {
        assertThat(reload("--json")).isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).path("outcome").asText())
                .isEqualTo("unchanged");
    }

    @Test
    void shouldSayThatTheTokenIsNotAccepted() {
        assertThat(reloadAs("another-token-that-is-wrong")).isEqualTo(77);
        assertThat(err.toString()).contains("EARSHOT_TOKEN");
    }
}
