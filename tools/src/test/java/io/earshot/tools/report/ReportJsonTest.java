package io.earshot.tools.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
    @Test
    void shouldWriteTheSampleCallAsBefore() throws IOException {
        Golden.assertMatches("sample.json", ReportJson.write(SampleReport.of()) + "\n");
    }

    @Test
    void shouldReadBackWhatItWrote() throws IOException {
        CallReport report = SampleReport.of();

        assertThat(ReportJson.read(ReportJson.write(report), CallReport.class)).isEqualTo(report);
    }

    @Test
    void shouldReadTheBridgesAnswerAndIgnoreWhatItDoesNotKnow() throws IOException {
        BridgeCall call = ReportJson.read("""
                {"callId":"c-7","startedAt":"2026-11-20T15:00:00.25Z","answeredMs":2.5,"trunk":"sandbox",
                 "turns":[{"turn":1,"turnClass":"answered","startMs":5192,"totalMs":446.1,
                           "stages":{"vad-end":200,"first-token":246},"unexplainedMs":0.1,"provider":"x"}],
                 "transcript":[{"speaker":"caller","text":"Hello","startMs":1}]}
                """, BridgeCall.class);

        assertThat(call.startedAt()).isEqualTo(Instant.parse("2026-11-20T15:00:00.250Z"));
        assertThat(call.endedMs()).isNull();
        assertThat(call.turns().getFirst().stages().keySet()).containsExactly("vad-end", "first-token");
        assertThat(call.transcript().getFirst().interrupted()).isFalse();
        assertThat(call.codec()).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNotAReport() {
        assertThatThrownBy(() -> ReportJson.read("[]", CallReport.class)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ReportJson.read("null", CallReport.class)).isInstanceOf(IOException.class);
    }
}
