package io.earshot.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.tools.console.Exit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every command there is has the one form. */
class CommandsTest {
    private static final String NOBODY = "http://127.0.0.1:1";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String command) {
        return Earshot.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(command.split(" "));
    }

    private JsonNode told() throws Exception {
        return new ObjectMapper().readTree(out.toString());
    }

    /** Commands that do something, each with the commands above it. */
    static Stream<String> commands() {
        List<String> found = new ArrayList<>();
        collect(Earshot.commandLine(), "", found);
        return found.stream();
    }

    static Stream<String> commandsWithJson() {
        return commands().filter(command -> spec(command).findOption("--json") != null);
    }

    private static void collect(CommandLine line, String path, List<String> found) {
        line.getSubcommands().forEach((name, child) -> {
            if (child.getCommandSpec().usageMessage().hidden() || name.equals("help")) {
                return;
            }
            if (child.getSubcommands().isEmpty()) {
                found.add(path + name);
            }
            collect(child, path + name + " ", found);
        });
    }

    private static CommandLine.Model.CommandSpec spec(String command) {
        CommandLine line = Earshot.commandLine();
        for (String name : command.split(" ")) {
            line = line.getSubcommands().get(name);
        }
        return line.getCommandSpec();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldHelpAndStateExitCodes(String command) {
        assertThat(run(command + " --help")).isEqualTo(Exit.OK);
        assertThat(out.toString())
                .contains("Usage: earshot " + command)
                .containsPattern("Exit codes:\\s+0\\b[\\s\\S]*\\b64\\s+[Ww]rong usage");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldHintAtTheHelpWhenAnOptionIsUnknown(String command) {
        assertThat(run(command + " --no-such-option")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).startsWith("earshot: ").contains("Try: earshot " + command + " --help");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commandsWithJson")
    void shouldTellScriptsOfWrongUsageToo(String command) throws Exception {
        assertThat(run(command + " --json --no-such-option")).isEqualTo(Exit.USAGE);
        assertThat(told().path("exitCode").asInt()).isEqualTo(Exit.USAGE);
        assertThat(told().path("error").asText()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "bans",
                "log levels",
                "log level debug",
                "log clear",
                "capture start a-call",
                "capture stop a-call",
                "config reload"
            })
    void shouldTellScriptsThatNoBridgeAnswers(String command) throws Exception {
        assertThat(run(command + " --json --url " + NOBODY)).isEqualTo(Exit.UNAVAILABLE);
        assertThat(told().path("exitCode").asInt()).isEqualTo(Exit.UNAVAILABLE);
        assertThat(told().path("error").asText()).startsWith("no bridge answers at " + NOBODY);
        assertThat(err.toString()).startsWith("earshot: no bridge answers at " + NOBODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rooms list", "participants list a-room", "trunks inbound list", "dispatch list"})
    void shouldTellScriptsThatNoServerAnswers(String command) throws Exception {
        String server = " --url ws://127.0.0.1:1 --allow-plain --api-key key --api-secret secret";
        assertThat(run(command + " --json" + server)).isEqualTo(Exit.UNAVAILABLE);
        assertThat(told().path("exitCode").asInt()).isEqualTo(Exit.UNAVAILABLE);
        assertThat(told().path("advice").asText()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"config check", "config show"})
    void shouldTellScriptsOfAWrongConfiguration(String command) throws Exception {
        assertThat(run(command + " --json --set medai.ptime_ms=20")).isEqualTo(Exit.CONFIGURATION);
        assertThat(told().path("usable").asBoolean(true)).isFalse();
        assertThat(told().path("faults")).hasSize(1);
    }
}
