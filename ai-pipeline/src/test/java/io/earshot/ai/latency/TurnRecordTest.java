package io.earshot.ai.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnRecordTest {
    private static final long MS = 1_000_000L;

    private static long sum(TurnRecord turn) {
        long sum = turn.unexplainedNs();
        for (Stage stage : Stage.values()) {
            assertThat(turn.stageNs(stage)).isNotNegative();
            sum += turn.stageNs(stage);
        }
        assertThat(turn.unexplainedNs()).isNotNegative();
        return sum;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1L << 40, Long.MAX_VALUE - 1_000_000_000L, Long.MIN_VALUE + 5})
    void shouldAddUpExactlyWhateverTheOrderOfMarks(long originNs) {
        Random random = new Random(42);
        for (int round = 0; round < 20_000; round++) {
            TurnTrace trace = new TurnTrace(originNs + random.nextInt(1_000_000));
            for (Stage stage : Stage.values()) {
                if (random.nextInt(5) > 0) {
                    trace.mark(stage, originNs + random.nextInt(2_000_000_000) - 500_000_000);
                }
            }
            trace.mark(Stage.FIRST_PACKET, originNs + random.nextInt(2_000_000_000) - 500_000_000);
            TurnRecord replied = TurnRecord.replied(round, TurnClass.ANSWERED, trace);
            TurnRecord given = TurnRecord.endedAt(round, TurnClass.UNANSWERED, trace, originNs + random.nextInt());

            assertThat(sum(replied)).isEqualTo(replied.totalNs());
            assertThat(sum(given)).isEqualTo(given.totalNs());
        }
    }

    @Test
    void shouldGiveEachStageTheTimeSinceTheOneBefore() {
        TurnTrace trace = new TurnTrace(100 * MS);
        long at = 100 * MS;
        for (Stage stage : Stage.values()) {
            at += (stage.ordinal() + 1) * MS;
            trace.mark(stage, at);
        }

        TurnRecord turn = TurnRecord.replied(1, TurnClass.TOOL, trace);

        for (Stage stage : Stage.values()) {
            assertThat(turn.stageNs(stage)).isEqualTo((stage.ordinal() + 1) * MS);
        }
        assertThat(turn.unexplainedNs()).isZero();
        assertThat(turn.totalNs()).isEqualTo(at - 100 * MS);
    }

    @Test
    void shouldCountNoTimeOfWorkDoneAhead() {
        TurnTrace trace = new TurnTrace(1_000 * MS);
        trace.mark(Stage.LLM_REQUEST, 700 * MS);
        trace.mark(Stage.FIRST_TOKEN, 900 * MS);
        trace.mark(Stage.FIRST_SENTENCE, 950 * MS);
        trace.mark(Stage.SPEECH_REQUEST, 950 * MS);
        trace.mark(Stage.FIRST_AUDIO, 1_100 * MS);
        trace.mark(Stage.END_OF_TURN, 1_200 * MS);
        trace.mark(Stage.FINAL_TRANSCRIPT, 1_200 * MS);
        trace.mark(Stage.FIRST_FRAME, 1_205 * MS);
        trace.mark(Stage.FIRST_PACKET, 1_206 * MS);

        TurnRecord turn = TurnRecord.replied(1, TurnClass.ANSWERED, trace);

        assertThat(turn.stageNs(Stage.END_OF_TURN)).isEqualTo(200 * MS);
        assertThat(turn.stageNs(Stage.FIRST_TOKEN)).isZero();
        assertThat(turn.stageNs(Stage.FIRST_AUDIO)).isZero();
        assertThat(turn.stageNs(Stage.FIRST_FRAME)).isEqualTo(5 * MS);
        assertThat(turn.stageNs(Stage.FIRST_PACKET)).isEqualTo(MS);
    }

    @Test
    void shouldShowTimeWithoutMarksAsUnexplained() {
        TurnTrace trace = new TurnTrace(0);
        trace.mark(Stage.END_OF_TURN, 10 * MS);
        trace.mark(Stage.FIRST_TOKEN, 50 * MS);
        trace.mark(Stage.FIRST_PACKET, 60 * MS);

        TurnRecord turn = TurnRecord.replied(1, TurnClass.ANSWERED, trace);

        assertThat(turn.stageNs(Stage.END_OF_TURN)).isEqualTo(10 * MS);
        assertThat(turn.unexplainedNs()).isEqualTo(50 * MS);
    }

    @Test
    void shouldBlameTheStageThatDidNotFinish() {
        TurnTrace trace = new TurnTrace(0);
        trace.mark(Stage.END_OF_TURN, 10 * MS);
        trace.mark(Stage.FINAL_TRANSCRIPT, 10 * MS);
        trace.mark(Stage.LLM_REQUEST, 11 * MS);

        TurnRecord turn = TurnRecord.endedAt(1, TurnClass.UNANSWERED, trace, 5_011 * MS);

        assertThat(turn.stageNs(Stage.FIRST_TOKEN)).isEqualTo(5_000 * MS);
        assertThat(turn.totalNs()).isEqualTo(5_011 * MS);
    }

    @Test
    void shouldRefuseReplyWithoutPacket() {
        assertThatThrownBy(() -> TurnRecord.replied(1, TurnClass.ANSWERED, new TurnTrace(0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
