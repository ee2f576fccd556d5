package io.earshot.ai.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RepeatRuleTest {
    private static final RandomGenerator NO_JITTER = () -> 0L;

    private static ProviderFailure askingFor(long millis) {
        return new ProviderFailure("p", Kind.RATE_LIMITED, "", millis);
    }

    private static RepeatRule backOff(int attempts) {
        return new RepeatRule(
                new OpenAiConfig.Retry(
                        attempts, Duration.ofMillis(500), Duration.ofMillis(1_500), Duration.ofSeconds(2)),
                NO_JITTER);
    }

    @Test
    void shouldDoubleUpToTheBound() {
        RepeatRule backOff = backOff(5);
        assertThat(backOff.afterFailure(askingFor(-1))).isEqualTo(500);
        assertThat(backOff.afterFailure(askingFor(-1))).isEqualTo(1_000);
        assertThat(backOff.afterFailure(askingFor(-1))).isEqualTo(1_500);
    }

    @Test
    void shouldObeyTheVendorUnlessItAsksForTooLong() {
        assertThat(backOff(3).afterFailure(askingFor(1_234))).isEqualTo(1_234);
        assertThat(backOff(3).afterFailure(askingFor(0))).isZero();
        assertThat(backOff(3).afterFailure(askingFor(2_001))).isEqualTo(RepeatRule.NEVER);
    }

    @Test
    void shouldStopAfterAllAttempts() {
        RepeatRule backOff = backOff(2);
        backOff.afterFailure(askingFor(-1));
        assertThat(backOff.afterFailure(askingFor(-1))).isEqualTo(RepeatRule.NEVER);
    }

    @Test
    void shouldTakeUpToAQuarterOff() {
        RepeatRule backOff = new RepeatRule(OpenAiConfig.Retry.defaults(), () -> -1L);
        assertThat(backOff.afterFailure(askingFor(-1))).isBetween(375L, 380L);
    }
}
