package io.earshot.perf.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MemoryTrendTest {
    private static final int HOUR_OF_MINUTES = 60;

    @Test
    void shouldFindNothingWhereMemoryRisesOnlyWhileTheProgramWarmsUp() {
        MemoryTrend trend = new MemoryTrend(samples(minute -> 280_000 + Math.min(minute, 25) * 2_000));
        assertThat(trend.problems()).isEmpty();
        assertThat(trend.slopes()).containsEntry("resident", 0.0);
        assertThat(trend.text()).contains("resident +0.0").doesNotContain("too short");
    }

    @Test
    void shouldNameMemoryThatKeepsRising() {
        MemoryTrend trend = new MemoryTrend(samples(minute -> 280_000 + minute * 1_024));
        assertThat(trend.problems()).containsExactly("memory beside the heap rises by 60.0 MB an hour when warm");
    }

    @Test
    void shouldNotBeBentByASampleThatSticksOut() {
        MemoryTrend trend = new MemoryTrend(samples(minute -> minute == 45 ? 900_000 : 280_000));
        assertThat(trend.problems()).isEmpty();
        assertThat(trend.slopes()).containsEntry("resident", 0.0);
    }

    @Test
    void shouldNotJudgeARunThatWasAllWarmingUp() {
        List<Sample> few = samples(minute -> 280_000 + minute * 4_096).subList(0, 6);
        MemoryTrend trend = new MemoryTrend(few);
        assertThat(trend.problems()).isEmpty();
        assertThat(trend.text()).endsWith("(too short a run to judge)");
    }

    private static List<Sample> samples(LongUnaryOperator residentKb) {
        return LongStream.rangeClosed(1, HOUR_OF_MINUTES)
                .mapToObj(minute -> new Sample(
                        minute * 60,
                        100,
                        50_000,
                        new Memory(residentKb.applyAsLong(minute), 120_000, 14_000, 20_000, 10_000, 30_000, 40_000, 0),
                        40,
                        300,
                        0))
                .toList();
    }
}
