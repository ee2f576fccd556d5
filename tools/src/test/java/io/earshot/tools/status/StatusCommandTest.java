package io.earshot.tools.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.tools.console.CommandForm;
import io.earshot.tools.serve.BridgeUnderTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StatusCommandTest {
    private static BridgeUnderTest bridge;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        bridge = BridgeUnderTest.start();
        bridge.converse();
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    @Test
    void shouldShowComponentsCallsAndLatenciesOnOneScreen() {
        assertThat(status("--url", url())).isZero();
        assertThat(out.toString())
                .contains("Bridge     takes calls", "Components", "calls", "media_ports", "answer time, answered")
                .contains("calls refused      none", "direct   ");
        assertThat(out.toString().lines().count()).isLessThan(50);
    }

    @Test
    void shouldTellScriptsTheSame() throws Exception {
        assertThat(status("--json", "--url", url())).isZero();
        var facts = new ObjectMapper().readTree(out.toString());
        assertThat(facts.path("health").path("ready").asBoolean()).isTrue();
        assertThat(facts.path("callsMaximum").asInt()).isEqualTo(500);
    }

    @Test
    void shouldSayWhenNoBridgeAnswers() {
        assertThat(status("--url", "http://127.0.0.1:1")).isEqualTo(69);
        assertThat(err.toString()).startsWith("earshot: no bridge answers at http://127.0.0.1:1: ");
    }

    private static String url() {
        return "http://127.0.0.1:" + bridge.bridge.httpAddress().getPort();
    }

    private int status(String... arguments) {
        return CommandForm.of(new CommandLine(new StatusCommand()), "earshot")
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
