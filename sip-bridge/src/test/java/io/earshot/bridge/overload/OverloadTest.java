package io.earshot.bridge.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.call.Gatekeeper.Refusal;
import io.earshot.bridge.call.InviteFacts;
import io.earshot.bridge.config.OverloadConfig;
import io.earshot.bridge.health.Health;
import io.earshot.bridge.metrics.Families;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OverloadTest {
    private static final InviteFacts INVITE =
            new InviteFacts("INVITE", new InetSocketAddress("127.0.0.1", 5060), "id", "a", "b", 0);
    /** So generous that only what the test does makes a loop late. */
    private static final OverloadConfig CONFIG = new OverloadConfig(
            true,
            Duration.ofMillis(800),
            Duration.ofMillis(500),
            Duration.ofMillis(700),
            Duration.ofMillis(100),
            Duration.ofMillis(1_000),
            0,
            Duration.ofSeconds(5),
            Duration.ofMillis(800));

    private final MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(2, 5, true));
    private final Overload overload = Overload.start(() -> CONFIG, loops.all(), () -> {});
    private final Families families = new Families();
    private final Health health = new Health();

    @AfterEach
    void close() {
        overload.close();
        loops.close();
    }

    @Test
    void shouldRefuseCallsWhileALoopIsLateAndTakeThemAgainAfterwards() {
        overload.addTo(families, health);
        assertThat(overload.refuse(INVITE)).isNull();
        hold(loops.all().getFirst(), 4_000);
        until(() -> overload.refuse(INVITE) != null);

        Refusal refusal = overload.refuse(INVITE);
        assertThat(refusal.status().code()).isEqualTo(503);
        assertThat(refusal.retryAfter().toSeconds()).isBetween(5L, 10L);
        assertThat(health.refusal()).contains("load: media loops are");
        assertThat(value("earshot_overloads")).isEqualTo(1);
        assertThat(value("earshot_loops_stuck")).isEqualTo(1);
        until(() -> overload.refuse(INVITE) == null);
        assertThat(health.refusal()).isEmpty();
    }

    private double value(String name) {
        return families.collect().stream()
                .filter(family -> family.getMetadata().getName().equals(name))
                .flatMap(family -> family.getDataPoints().stream())
                .mapToDouble(point -> ((io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot)
                                point)
                        .getValue())
                .sum();
    }

    private static void hold(MediaLoop loop, long millis) {
        loop.execute(() -> {
            long untilNs = System.nanoTime() + millis * 1_000_000;
            while (System.nanoTime() - untilNs < 0) {
                Thread.onSpinWait();
            }
        });
    }

    private static void until(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).isNegative();
            Thread.onSpinWait();
        }
    }
}
