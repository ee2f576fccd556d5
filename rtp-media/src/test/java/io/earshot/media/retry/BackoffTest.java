package io.earshot.media.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final RandomGenerator NO_CHANCE = () -> 0L;

    @Test
    void shouldDoubleUpToTheBound() {
        Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(1), NO_CHANCE);
        assertThat(new long[] {backoff.nextMs(), backoff.nextMs(), backoff.nextMs(), backoff.nextMs()})
                .containsExactly(250, 500, 1_000, 1_000);
    }

    @Test
    void shouldStayAtTheBoundHoweverOftenItFails() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofDays(1), NO_CHANCE);
        for (int i = 0; i < 100; i++) {
            backoff.nextNs();
        }
        assertThat(backoff.nextNs()).isEqualTo(Duration.ofDays(1).toNanos());
        assertThat(backoff.failures()).isEqualTo(101);
    }

    @Test
    void shouldBeginAnewAfterASuccess() {
        Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(1), NO_CHANCE);
        backoff.nextNs();
        backoff.nextNs();
        backoff.reset();
        assertThat(backoff.nextMs()).isEqualTo(250);
    }

    @Test
    void shouldLeaveNoMoreThanItsShareToChance() {
        Backoff backoff = new Backoff(Duration.ofMillis(1_000), Duration.ofMillis(1_000), new Random(1));
        for (int i = 0; i < 1_000; i++) {
            assertThat(backoff.nextMs()).isBetween(500L, 1_000L);
        }
    }
}
