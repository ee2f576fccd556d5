package io.earshot.ai.provider.fallback;

import io.earshot.ai.provider.LoopTimer;
import io.earshot.ai.provider.ProviderFailure;

/**
 * One provider's breaker, shared by the calls of all loops. Thread-safe because every method holds the monitor, for
 * some instructions and once a request: never on the packet path.
 */
final class ProviderHealth {
    private final CircuitBreaker breaker;

    ProviderHealth(BreakerSettings settings) {
        breaker = new CircuitBreaker(settings);
    }

    synchronized boolean tryAcquire() {
        return breaker.tryAcquire(LoopTimer.nowNs());
    }

    synchronized void onSuccess() {
        breaker.onSuccess();
    }

    synchronized void onFailure(ProviderFailure failure) {
        breaker.onFailure(failure, LoopTimer.nowNs());
    }

    synchronized void onAbandoned() {
        breaker.onAbandoned();
    }

    synchronized CircuitBreaker.State state() {
        return breaker.state();
    }

    synchronized long untilNs() {
        return breaker.untilNs();
    }
}
