package io.earshot.bridge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.records.CallRecord;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StageFiguresTest {
    private static CallRecord.Turn turn(int number, Map<String, Double> stages) {
        return new CallRecord.Turn(number, "answered", 0, number, stages, 0.5);
    }

    @Test
    void shouldGiveNothingForACallWithoutTurns() {
        assertThat(StageFigures.of(List.of())).isEmpty();
    }

    @Test
    void shouldGiveTheValueThatSoLargeAShareDoesNotExceed() {
        List<CallRecord.Turn> turns = IntStream.rangeClosed(1, 200)
                .mapToObj(n -> turn(n, Map.of("first-token", (double) (201 - n))))
                .toList();

        Map<String, CallRecord.Percentiles> figures = StageFigures.of(turns);

        assertThat(figures)
                .containsEntry("first-token", new CallRecord.Percentiles(100, 190, 198, 200))
                .containsEntry("total", new CallRecord.Percentiles(100, 190, 198, 200))
                .containsEntry("unexplained", new CallRecord.Percentiles(0.5, 0.5, 0.5, 0.5));
    }

    @Test
    void shouldCountAnOptionalStageOnlyWhereItWas() {
        Map<String, CallRecord.Percentiles> figures =
                StageFigures.of(List.of(turn(1, Map.of("tools", 40.0)), turn(2, Map.of())));

        assertThat(figures).containsEntry("tools", new CallRecord.Percentiles(40, 40, 40, 40));
        assertThat(figures).containsEntry("total", new CallRecord.Percentiles(1, 2, 2, 2));
    }
}
