package io.earshot.bridge.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.config.OverloadConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadJudgeTest {
    private static final long MS = 1_000_000;
    private static final long S = 1_000 * MS;
    private static final OverloadConfig CONFIG = new OverloadConfig(
            true,
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            Duration.ofMillis(40),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            0.9,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1));

    private final LoadJudge judge = new LoadJudge();

    @Test
    void shouldRefuseWhenLoopsStayLate() {
        assertThat(judge.look(CONFIG, 100 * MS, 0, 0)).isFalse();
        assertThat(judge.look(CONFIG, 120 * MS, 0, S)).isFalse();
        assertThat(judge.look(CONFIG, 100 * MS, 0, 2 * S)).isTrue();
        assertThat(judge.reason()).isEqualTo("media loops are 100 ms late");
    }

    @Test
    void shouldCountBetterMomentsAgainstBadOnes() {
        for (int second = 0; second < 20; second += 2) {
            judge.look(CONFIG, 100 * MS, 0, second * S);
            judge.look(CONFIG, 99 * MS, 0, (second + 1) * S);
        }
        assertThat(judge.overloaded()).isFalse();
    }

    @Test
    void shouldRefuseWhenBadMomentsPrevail() {
        for (int second = 0; second < 12; second++) {
            judge.look(CONFIG, second % 4 == 3 ? MS : 100 * MS, 0, second * S);
        }
        assertThat(judge.overloaded()).isTrue();
    }

    @Test
    void shouldTakeCallsAgainOnlyAfterAWhileOfCalm() {
        overloadUntil(2 * S);
        judge.look(CONFIG, 30 * MS, 0, 3 * S);
        assertThat(judge.look(CONFIG, 30 * MS, 0, 5 * S)).isFalse();
        assertThat(judge.look(CONFIG, 30 * MS, 0, 6 * S)).isTrue();
        assertThat(judge.reason()).isEmpty();
    }

    @Test
    void shouldBeginTheWhileAnewWhenItIsNotCalm() {
        overloadUntil(2 * S);
        judge.look(CONFIG, 30 * MS, 0, 3 * S);
        judge.look(CONFIG, 60 * MS, 0, 5 * S);
        judge.look(CONFIG, 30 * MS, 0, 6 * S);
        assertThat(judge.look(CONFIG, 30 * MS, 0, 7 * S)).isFalse();
        assertThat(judge.overloaded()).isTrue();
    }

    @Test
    void shouldRefuseAtOnceWhenItIsLateAgainWhileItRefuses() {
        overloadUntil(2 * S);
        judge.look(CONFIG, 30 * MS, 0, 3 * S);
        judge.look(CONFIG, 110 * MS, 0, 4 * S);
        assertThat(judge.overloaded()).isTrue();
        assertThat(judge.reason()).isEqualTo("media loops are 110 ms late");
    }

    @Test
    void shouldRefuseWhenTheProcessorsStayUsedUp() {
        judge.look(CONFIG, 0, 0.95, 0);
        judge.look(CONFIG, 0, 0.95, S);
        assertThat(judge.look(CONFIG, 0, 0.95, 2 * S)).isTrue();
        assertThat(judge.reason()).isEqualTo("processors are used to 95 %");
    }

    private void overloadUntil(long ns) {
        judge.look(CONFIG, 150 * MS, 0, 0);
        assertThat(judge.look(CONFIG, 150 * MS, 0, ns)).isTrue();
    }
}
