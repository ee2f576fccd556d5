package io.earshot.tools.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.report.CallReport;
import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DemoVerdictTest {
    @Test
    void shouldFindNothingWrongWithAGoodCall() throws IOException {
        assertThat(DemoVerdict.problems(sample(""), 3)).isEmpty();
    }

    @Test
    void shouldNameAQuestionThatWasNotAnswered() throws IOException {
        assertThat(DemoVerdict.problems(sample("\"gapMs\" : 461.0"), 3)).containsExactly("no answer to parking");
    }

    @Test
    void shouldNoticeThatNotAllWasSaid() throws IOException {
        assertThat(DemoVerdict.problems(sample(""), 5)).containsExactly("the caller said 3 of 5 things");
    }

    @Test
    void shouldNoticeThatNothingWasInterrupted() throws IOException {
        assertThat(DemoVerdict.problems(sample("\"interruption\" : true"), 3))
                .containsExactly("the agent was not interrupted");
    }

    @Test
    void shouldMissTheBridgesRecord() throws IOException {
        CallReport full = sample("");
        CallReport blind = new CallReport("", full.outside(), null, full.latency(), full.files());

        assertThat(DemoVerdict.problems(blind, 3)).containsExactly("the bridge has no record of a turn");
    }

    /** The sample report without one member of its JSON. */
    private static CallReport sample(String without) throws IOException {
        try (InputStream in = DemoVerdictTest.class.getResourceAsStream("/report/sample.json")) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(json).contains(without);
            String rest = without.isEmpty() ? json : json.replaceFirst(",?\\s*" + without, "");
            return ReportJson.read(rest, CallReport.class);
        }
    }
}
