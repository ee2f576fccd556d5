package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earshot.media.codec.AudioCodec;
import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import io.earshot.tools.demo.BridgeApi;
import io.earshot.tools.report.BridgeCall;
import io.earshot.tools.report.CallReport;
import io.earshot.tools.report.LatencyFigures;
import io.earshot.tools.report.TurnPairs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The latency that the bridge reports is the one that the caller, and anyone with a capture, can measure. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class BridgeLatencyTest {
    private static final double AGREEMENT_MS = 20;

    @TempDir
    Path directory;

    @Test
    void shouldReportWhatCallerAndCaptureMeasure() throws Exception {
        try (BridgeUnderTest bridge = BridgeUnderTest.start();
                BridgeApi api =
                        new BridgeApi("127.0.0.1:" + bridge.bridge.httpAddress().getPort())) {
            Path pcap = directory.resolve("call.pcap");
            CallOutcome outside = bridge.call(bridge.plan(
                            Phrases.recorded("opening-hours", new Cue.Turn()),
                            Phrases.recorded("no-thanks", new Cue.Turn()))
                    .offering(List.of(AudioCodec.PCMU))
                    .recorded(null, pcap));
            BridgeCall inside = api.endedCall(outside.callId());
            CallReport report = new CallReport(
                    "test", outside, inside, LatencyFigures.Table.EMPTY, new CallReport.Files(null, null, null, null));

            List<TurnPairs.Pair> pairs = TurnPairs.of(report);
            List<Double> captured = CapturedTurns.gapsMs(pcap);

            assertThat(captured).hasSize(2);
            assertThat(pairs).hasSize(2);
            for (int i = 0; i < pairs.size(); i++) {
                TurnPairs.Pair pair = pairs.get(i);
                assertThat(pair.inside())
                        .as("the bridge's record of %s", pair.outside())
                        .isNotNull();
                assertThat(pair.differenceMs()).as("%s", pair).isCloseTo(0.0, within(AGREEMENT_MS));
                assertThat(captured.get(i))
                        .as("%s", pair)
                        .isCloseTo(pair.inside().totalMs(), within(AGREEMENT_MS));
            }
        }
    }

    @Test
    void shouldExplainEveryTurnByItsStages() throws Exception {
        try (BridgeUnderTest bridge = BridgeUnderTest.start();
                BridgeApi api =
                        new BridgeApi("127.0.0.1:" + bridge.bridge.httpAddress().getPort())) {
            CallOutcome outside = bridge.call(bridge.plan(Phrases.recorded("no-thanks", new Cue.Turn())));
            BridgeCall inside = api.endedCall(outside.callId());

            assertThat(inside.turns()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(inside.turns()).allSatisfy(turn -> {
                double stages = turn.stages().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum();
                assertThat(stages + turn.unexplainedMs()).isCloseTo(turn.totalMs(), within(1e-6));
                assertThat(turn.stages().values())
                        .allSatisfy(ms -> assertThat(ms).isNotNegative());
            });
            BridgeCall.Turn answered = inside.turns().stream()
                    .filter(turn -> turn.turnClass().equals("answered"))
                    .findFirst()
                    .orElseThrow();
            assertThat(answered.unexplainedMs()).isZero();
            assertThat(answered.stages().keySet())
                    .containsSubsequence("end-of-turn", "first-token", "first-audio", "first-packet");
        }
    }
}
