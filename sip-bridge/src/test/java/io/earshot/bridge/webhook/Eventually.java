package io.earshot.bridge.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread brings about, at most ten seconds. */
public final class Eventually {
    private Eventually() {}

    public static void until(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        boolean met = condition.getAsBoolean();
        while (!met && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            met = condition.getAsBoolean();
        }
        assertThat(met).isTrue();
    }
}
