package io.earshot.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.EchoAgent;
import io.earshot.tools.report.ReportJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class CallCommandTest {
    private static final int UNANSWERED = 1;
    private static final int WRONG_USAGE = 64;
    private static final int UNHEARD = 3;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintTheOutcomeAsJson() throws Exception {
        try (EchoAgent agent = new EchoAgent(0, true)) {
            int status = run(agent.uri(), "--wav", "yes-please@100", "--json", "--duration", "2", "--codec", "pcma");

            assertThat(status).isZero();
            CallOutcome outcome = ReportJson.read(out.toString(), CallOutcome.class);
            assertThat(outcome.codec()).isEqualTo("PCMA");
            assertThat(outcome.callerSpeech()).hasSize(1);
            assertThat(outcome.agentSpeech()).isNotEmpty();
            assertThat(err.toString()).isEmpty();
        }
    }

    @Test
    void shouldFailWithTheStatusOfARefusal() throws Exception {
        try (EchoAgent agent = new EchoAgent(0, false)) {
            assertThat(run(agent.uri())).isEqualTo(UNANSWERED);
            assertThat(out.toString()).contains("486 Busy Here, ended by agent").doesNotContain("Media");
        }
    }

    @Test
    void shouldTellAnAnswerThatNobodySpeaksFrom() throws Exception {
        try (EchoAgent agent = new EchoAgent(0, true)) {
            assertThat(run(agent.uri(), "--duration", "1")).isEqualTo(UNHEARD);
            assertThat(err.toString()).contains("earshot: answered, PCMU");
        }
    }

    @Test
    void shouldSayInTwoLinesWhatIsWrongWithItsUse() {
        assertThat(run("tel:+123")).isEqualTo(WRONG_USAGE);
        assertThat(run("sip:a@127.0.0.1", "--wav", "no-such-phrase")).isEqualTo(WRONG_USAGE);
        assertThat(run("sip:a@127.0.0.1", "--ptime", "7")).isEqualTo(WRONG_USAGE);
        assertThat(run()).isEqualTo(WRONG_USAGE);
        assertThat(err.toString().lines()).hasSize(8);
        assertThat(err.toString()).contains("no recorded phrase of that name", "Try: earshot call --help");
    }

    private int run(String... arguments) {
        String[] line = new String[arguments.length + 1];
        line[0] = "call";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        return Earshot.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(line);
    }
}
