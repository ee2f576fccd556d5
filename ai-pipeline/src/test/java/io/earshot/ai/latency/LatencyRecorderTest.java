package io.earshot.ai.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyRecorderTest {
    private static final long MS = 1_000_000L;
    private static final CallLabels LABELS = new CallLabels("call-1", "trunk-a", "deepgram", "groq", "cartesia");

    private final LatencyRecorder recorder = new LatencyRecorder();

    private static TurnRecord turn(TurnClass turnClass, long firstTokenMs) {
        TurnTrace trace = new TurnTrace(0);
        trace.mark(Stage.END_OF_TURN, 300 * MS);
        trace.mark(Stage.FINAL_TRANSCRIPT, 300 * MS);
        trace.mark(Stage.LLM_REQUEST, 300 * MS);
        long at = 300 * MS + firstTokenMs * MS;
        for (Stage stage : Stage.values()) {
            if (stage.compareTo(Stage.FIRST_TOKEN) >= 0) {
                trace.mark(stage, at);
            }
        }
        return TurnRecord.replied(1, turnClass, trace);
    }

    @Test
    void shouldKeepClassesApart() {
        recorder.record(LABELS, turn(TurnClass.ANSWERED, 100));
        recorder.record(LABELS, turn(TurnClass.TOOL, 5_000));

        LatencySnapshot snapshot = recorder.snapshot();

        assertThat(snapshot.total(TurnClass.ANSWERED).orElseThrow().maxNs()).isCloseTo(400 * MS, within(MS));
        assertThat(snapshot.total(TurnClass.TOOL).orElseThrow().count()).isEqualTo(1);
        assertThat(snapshot.total(TurnClass.UNANSWERED)).isEmpty();
    }

    @Test
    void shouldMoveTheTailWhenTurnsGoUnanswered() {
        for (int i = 0; i < 99; i++) {
            recorder.record(LABELS, turn(TurnClass.ANSWERED, 100));
        }
        TurnTrace hung = new TurnTrace(0);
        hung.mark(Stage.END_OF_TURN, 300 * MS);
        recorder.record(LABELS, TurnRecord.endedAt(2, TurnClass.UNANSWERED, hung, 5_300 * MS));

        LatencySummary unanswered =
                recorder.snapshot().total(TurnClass.UNANSWERED).orElseThrow();

        assertThat(unanswered.count()).isEqualTo(1);
        assertThat(unanswered.p50Ns()).isCloseTo(5_300 * MS, within(10 * MS));
    }

    @Test
    void shouldReportPercentiles() {
        for (int i = 1; i <= 1_000; i++) {
            recorder.record(LABELS, turn(TurnClass.ANSWERED, i));
        }

        LatencySummary token =
                recorder.snapshot().stage(Stage.FIRST_TOKEN, TurnClass.ANSWERED).orElseThrow();

        assertThat(token.p50Ns()).isCloseTo(500 * MS, within(2 * MS));
        assertThat(token.p90Ns()).isCloseTo(900 * MS, within(2 * MS));
        assertThat(token.p99Ns()).isCloseTo(990 * MS, within(2 * MS));
        assertThat(token.maxNs()).isCloseTo(1_000 * MS, within(2 * MS));
        assertThat(token.sumNs()).isCloseTo(500_500.0 * MS, within(1_000.0 * MS));
    }

    @Test
    void shouldCountProvidersAndTrunks() {
        recorder.record(LABELS, turn(TurnClass.ANSWERED, 100));

        assertThat(recorder.snapshot().summaries())
                .extracting(s -> s.series().tag())
                .contains(
                        "total/answered",
                        "trunk=trunk-a/total/answered",
                        "provider=groq/first-token/answered",
                        "provider=deepgram/end-of-turn/answered",
                        "provider=cartesia/first-audio/answered");
    }

    @Test
    void shouldBoundItsLabels() {
        for (int i = 0; i < 1_000; i++) {
            recorder.record(new CallLabels("c", "trunk " + i, "s", "l", "t"), turn(TurnClass.ANSWERED, 100));
        }

        assertThat(recorder.snapshot().summaries().stream()
                        .filter(s -> s.series().scope() == LatencySeries.Scope.TRUNK))
                .hasSizeLessThanOrEqualTo(65)
                .anyMatch(s -> s.series().label().equals("other") && s.count() == 1_000 - 64);
    }

    @Test
    void shouldLoseNothingUnderConcurrentWriters() throws Exception {
        CountDownLatch done = new CountDownLatch(4);
        IntStream.range(0, 4)
                .forEach(t -> Thread.ofPlatform().start(() -> {
                    IntStream.range(0, 500).forEach(i -> recorder.record(LABELS, turn(TurnClass.ANSWERED, i)));
                    done.countDown();
                }));
        while (done.getCount() > 0) {
            recorder.snapshot();
        }

        assertThat(recorder.snapshot().total(TurnClass.ANSWERED).orElseThrow().count())
                .isEqualTo(2_000);
    }

    @Test
    void shouldWriteLogThatStandardReaderUnderstands(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("turns.hlog");
        try (LatencyLog log = LatencyLog.create(file, 1_000_000)) {
            recorder.record(LABELS, turn(TurnClass.ANSWERED, 100));
            recorder.recordBargeIn(LABELS, 120 * MS, true);
            log.writeInterval(recorder, 1_005_000);
            recorder.record(LABELS, turn(TurnClass.ANSWERED, 300));
            log.writeInterval(recorder, 1_010_000);
        }

        Map<String, Histogram> byTag = new HashMap<>();
        try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
            EncodableHistogram line;
            while ((line = reader.nextIntervalHistogram()) != null) {
                byTag.computeIfAbsent(line.getTag(), tag -> new Histogram(3)).add((Histogram) line);
            }
            assertThat(reader.getStartTimeSec()).isEqualTo(1_000.0);
        }

        assertThat(byTag.get("total/answered").getTotalCount()).isEqualTo(2);
        assertThat(byTag.get("total/answered").getMaxValue()).isCloseTo(600 * MS, within(MS));
        assertThat(byTag.get("barge-in/interrupted").getMaxValue()).isCloseTo(120 * MS, within(MS));
        assertThat(byTag).containsKey("provider=groq/first-token/answered");
    }

    @Test
    void shouldDrawStagesOneAfterAnother() {
        recorder.record(LABELS, turn(TurnClass.ANSWERED, 100));

        String table = WaterfallTable.of(recorder.snapshot(), TurnClass.ANSWERED);

        assertThat(table.lines().map(l -> l.split("\\s+")[0]))
                .containsExactly(
                        "answered,",
                        "end-of-turn",
                        "final-transcript",
                        "llm-request",
                        "first-token",
                        "first-sentence",
                        "speech-request",
                        "first-audio",
                        "first-frame",
                        "first-packet",
                        "unexplained",
                        "total");
        assertThat(table).contains("###########################\n").contains("#########\n");
        assertThat(WaterfallTable.of(recorder.snapshot(), TurnClass.TOOL)).contains("no turns");
    }

    @Test
    void shouldKeepAnAccountOfEachCall() {
        CallLatency call = new CallLatency(LABELS, recorder);

        call.record(turn(TurnClass.GREETING, 900));
        call.record(turn(TurnClass.ANSWERED, 100));

        assertThat(call.turns()).hasSize(2);
        assertThat(call.replies().count()).isEqualTo(1);
        assertThat(recorder.snapshot().total(TurnClass.GREETING)).isPresent();
    }
}
