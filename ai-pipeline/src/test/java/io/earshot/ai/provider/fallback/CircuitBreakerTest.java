package io.earshot.ai.provider.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.provider.fallback.CircuitBreaker.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final long S = 1_000_000_000L;

    private final CircuitBreaker breaker =
            new CircuitBreaker(new BreakerSettings(3, 0.5, 8, 6, Duration.ofSeconds(5), Duration.ofSeconds(15)));
    private long nowNs = 100 * S;

    private void fail(Kind kind, long retryAfterMs) {
        breaker.onFailure(new ProviderFailure("p", kind, "", retryAfterMs), nowNs);
    }

    private void fail() {
        fail(Kind.TIMEOUT, -1);
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
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(acquireAfter(4)).isFalse();
    }

    @Test
    void shouldOpenAtTheErrorRateButNotBeforeTheMinimum() {
        for (int i = 0; i < 2; i++) {
            breaker.onSuccess();
            fail();
        }
        breaker.onSuccess();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        fail();
        assertThat(breaker.state()).isEqualTo(State.OPEN);
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
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void shouldLetOneProbeThroughAfterTheCoolDown() {
        open();
        assertThat(acquireAfter(5)).isTrue();
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        assertThat(acquireAfter(0)).isFalse();
        breaker.onSuccess();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
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
    void shouldOpenAtOnceWhenTheKeyIsRefusedOrTheVendorAsksForTime() {
        fail(Kind.UNAUTHORIZED, -1);
        assertThat(acquireAfter(14)).isFalse();
        assertThat(acquireAfter(1)).isTrue();
        breaker.onSuccess();
        fail(Kind.RATE_LIMITED, 8_000);
        assertThat(acquireAfter(7)).isFalse();
        assertThat(acquireAfter(1)).isTrue();
    }

    private void open() {
        fail();
        fail();
        fail();
    }
}
