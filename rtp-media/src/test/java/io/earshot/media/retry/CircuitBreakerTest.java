package io.earshot.media.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final long S = 1_000_000_000L;

    private final CircuitBreaker breaker =
            new CircuitBreaker(new BreakerSettings(3, 0.5, 8, 6, Duration.ofSeconds(5), Duration.ofSeconds(15)));
    private long nowNs = 100 * S;

    private void fail() {
        breaker.onFailure(nowNs);
    }

    private boolean acquireAfter(long seconds) {
        nowNs += seconds * S;
        return breaker.tryAcquire(nowNs);
    }

    @Test
    void shouldOpenAfterFailuresInARow() {
        fail();
        fail();
        assertThat(acquireAfter(0)).isTrue();
        fail();
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        assertThat(acquireAfter(4)).isFalse();
    }

    @Test
    void shouldOpenAtTheErrorRateButNotBeforeTheMinimum() {
        for (int i = 0; i < 2; i++) {
            breaker.onSuccess();
            fail();
        }
        breaker.onSuccess();
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
        fail();
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void shouldForgetFailuresThatLeftTheWindow() {
        for (int i = 0; i < 2; i++) {
            fail();
            breaker.onSuccess();
        }
        for (int i = 0; i < 6; i++) {
            breaker.onSuccess();
        }
        fail();
        breaker.onSuccess();
        fail();
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void shouldLetOneProbeThroughAfterTheCoolDown() {
        open();
        assertThat(acquireAfter(5)).isTrue();
        assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
        assertThat(acquireAfter(0)).isFalse();
        breaker.onSuccess();
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
        assertThat(acquireAfter(0)).isTrue();
    }

    @Test
    void shouldCoolDownLongerEachTimeAProbeFailsUpToTheBound() {
        open();
        for (long seconds : new long[] {5, 10, 15, 15}) {
            assertThat(acquireAfter(seconds - 1)).isFalse();
            assertThat(acquireAfter(1)).isTrue();
            fail();
        }
    }

    @Test
    void shouldLetTheNextProbeThroughWhenOneWasDropped() {
        open();
        assertThat(acquireAfter(5)).isTrue();
        breaker.onAbandoned();
        assertThat(acquireAfter(0)).isTrue();
    }

    @Test
    void shouldNotWaitForEverForAProbeThatNeverReports() {
        open();
        assertThat(acquireAfter(5)).isTrue();
        assertThat(acquireAfter(14)).isFalse();
        assertThat(acquireAfter(1)).isTrue();
    }

    @Test
    void shouldOpenAtOnceWhenRefusedOrAskedToWait() {
        breaker.onRefused(nowNs);
        assertThat(acquireAfter(14)).isFalse();
        assertThat(acquireAfter(1)).isTrue();
        breaker.onSuccess();
        breaker.onFailure(Duration.ofSeconds(8), nowNs);
        assertThat(acquireAfter(7)).isFalse();
        assertThat(acquireAfter(1)).isTrue();
    }

    @Test
    void shouldTellEachChangeOnce() {
        List<String> changes = new ArrayList<>();
        long[] clock = {0};
        SharedBreaker shared = new SharedBreaker(
                new BreakerSettings(2, 0.5, 8, 6, Duration.ofSeconds(5), Duration.ofSeconds(15)),
                () -> clock[0],
                (from, to, why) -> changes.add(from + " " + to + " " + why));
        for (int i = 0; i < 4; i++) {
            shared.onFailure(Duration.ZERO, "no answer");
        }
        assertThat(shared.tryAcquire()).isFalse();
        clock[0] = 5 * S;
        assertThat(shared.tryAcquire()).isTrue();
        assertThat(shared.tryAcquire()).isFalse();
        shared.onSuccess();
        shared.onSuccess();

        assertThat(changes)
                .containsExactly(
                        "CLOSED OPEN no answer",
                        "OPEN HALF_OPEN time for a probe",
                        "HALF_OPEN CLOSED a request succeeded");
    }

    private void open() {
        fail();
        fail();
        fail();
    }
}
