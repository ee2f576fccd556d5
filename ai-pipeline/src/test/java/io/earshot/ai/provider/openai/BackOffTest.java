package io.earshot.ai.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private static final RandomGenerator NO_JITTER = () -> 0L;

    private static ProviderFailure askingFor(long millis) {
        return new ProviderFailure("p", Kind.RATE_LIMITED, "", millis);
    }

    private static BackOff backOff(int attempts) {
        return new BackOff(
                new OpenAiConfig.Retry(
                        attempts, Duration.ofMillis(500), Duration.ofMillis(1_500), Duration.ofSeconds(2)),
                NO_JITTER);
    }

    @Test
    void shouldDoubleUpToTheBound() {
        BackOff backOff = backOff(5);
        assertThat(backOff.afterFailure(askingFor(-1))).isEqualTo(500);
        assertThat(backOff.afterFailure(askingFor(-1))).isEqualTo(1_000);
        assertThat(backOff.afterFailure(askingFor(-1))).isEqualTo(1_500);
    }

    @Test
    void shouldObeyTheVendorUnlessItAsksForTooLong() {
        assertThat(backOff(3).afterFailure(askingFor(1_234))).isEqualTo(1_234);
        assertThat(backOff(3).afterFailure(askingFor(0))).isZero();
        assertThat(backOff(3).afterFailure(askingFor(2_001))).isEqualTo(BackOff.NEVER);
    }

    @Test
    void shouldStopAfterAllAttempts() {
        BackOff backOff = backOff(2);
        backOff.afterFailure(askingFor(-1));
        assertThat(backOff.afterFailure(askingFor(-1))).isEqualTo(BackOff.NEVER);
    }

    @Test
    void shouldTakeUpToAQuarterOff() {
        BackOff backOff = new BackOff(OpenAiConfig.Retry.defaults(), () -> -1L);
        assertThat(backOff.afterFailure(askingFor(-1))).isBetween(375L, 380L);
    }
}
