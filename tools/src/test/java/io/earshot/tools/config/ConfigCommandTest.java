package io.earshot.tools.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.tools.console.CommandForm;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private int run(String... arguments) {
        CommandLine line =
                CommandForm.of(new CommandLine(new ConfigCommand(Map.of("CARTESIA_API_KEY", "canary-4"))), "earshot");
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @Test
    void shouldNameEveryFaultWithItsLine() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.yaml"), "media:\n  ptime_ms: often\nmedai: 1\n");

        assertThat(run("check", "--config", file.toString())).isEqualTo(78);
        assertThat(out.toString()).contains("bad.yaml:2: media.ptime_ms", "bad.yaml:3: medai");
    }

    @Test
    void shouldSayItForScripts() throws Exception {
        Path file = Files.writeString(folder.resolve("good.yaml"), "media: {ptime_ms: 30}\n");

        assertThat(run("check", "--json", "--config", file.toString())).isZero();
        assertThat(out.toString()).contains("\"usable\":true", "\"faults\":[]");
    }

    @Test
    void shouldNameKeysThatAreNotSetHere() throws Exception {
        Path file = Files.writeString(folder.resolve("good.yaml"), "media: {ptime_ms: 30}\n");

        assertThat(run("check", "--config", file.toString())).isZero();
        assertThat(run("check", "--json", "--config", file.toString())).isZero();
        assertThat(out.toString())
                .contains("serve does not start without: DEEPGRAM_API_KEY, GROQ_API_KEY\n")
                .contains("\"missingKeys\":[\"DEEPGRAM_API_KEY\",\"GROQ_API_KEY\"]");
    }

    @Test
    void shouldShowWhatWasChangedButNoSecret() {
        assertThat(run("show", "--changed", "--set", "media.ptime_ms=30")).isZero();
        assertThat(out.toString()).contains("ptime_ms: 30", "cartesia: \"***\"").doesNotContain("canary-4", "tick_ms");
    }

    @Test
    void shouldTellScriptsWhereEachValueCameFrom() throws Exception {
        Path file = Files.writeString(
                folder.resolve("earshot.yaml"), "calls:\n  maximum: 7\nkeys: {groq: '${env:MY_GROQ:-canary-5}'}\n");

        assertThat(run("show", "--json", "--config", file.toString(), "--set", "media.ptime_ms=30"))
                .isZero();
        JsonNode keys = new ObjectMapper().readTree(out.toString()).path("keys");
        assertThat(keys.path("calls.maximum"))
                .hasToString("{\"value\":7,\"from\":\"file\",\"where\":\"earshot.yaml:2\"}");
        assertThat(keys.path("media.ptime_ms")).hasToString("{\"value\":30,\"from\":\"setting\",\"where\":\"--set\"}");
        assertThat(keys.path("keys.cartesia"))
                .hasToString("{\"value\":\"***\",\"from\":\"environment\",\"where\":\"CARTESIA_API_KEY\"}");
        assertThat(keys.path("keys.groq").path("reference").asText()).isEqualTo("${env:MY_GROQ}");
        assertThat(keys.path("log.format")).hasToString("{\"value\":\"text\",\"from\":\"default\"}");
        assertThat(out.toString()).doesNotContain("canary");
    }

    @Test
    void shouldPrintTheSchema() {
        assertThat(run("schema")).isZero();
        assertThat(out.toString()).contains("\"$schema\"", "\"ptime_ms\"");
    }
}
