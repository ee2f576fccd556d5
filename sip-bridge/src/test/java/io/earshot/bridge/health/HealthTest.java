package io.earshot.bridge.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.health.HealthState.Status;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final Health health = new Health();

    @Test
    void shouldRefuseCallsOnlyForAComponentThatCallsNeed() {
        health.require("sip", HealthState::ok);
        health.register("webhooks", () -> HealthState.down("no receiver answers"));
        assertThat(health.refusal()).isEmpty();
        assertThat(health.overall()).isEqualTo(Status.DEGRADED);
        health.require("calls", () -> HealthState.down("draining"));
        assertThat(health.refusal()).isEqualTo("calls: draining");
        assertThat(health.overall()).isEqualTo(Status.DOWN);
    }

    @Test
    void shouldShowEveryComponentWithItsReasonByName() {
        health.register("records", () -> HealthState.degraded("the disk is slow"));
        health.require("calls", () -> HealthState.ok("3 of 500"));
        assertThat(health.components())
                .containsExactly(
                        new Health.Component("calls", true, HealthState.ok("3 of 500")),
                        new Health.Component("records", false, HealthState.degraded("the disk is slow")));
    }

    @Test
    void shouldCallAComponentDownWhoseStateCannotBeTold() {
        health.register("broken", () -> {
            throw new IllegalStateException("secret detail");
        });
        assertThat(health.components().getFirst().state())
                .isEqualTo(HealthState.down("its state cannot be told: IllegalStateException"));
    }
}
