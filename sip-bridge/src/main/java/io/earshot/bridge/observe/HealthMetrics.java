package io.earshot.bridge.observe;

import io.earshot.bridge.health.Health;
import io.earshot.bridge.metrics.Families;
import java.util.List;

/** Health as metrics. Thread-safe because health is. */
public final class HealthMetrics {
    private HealthMetrics() {}

    /** Adds readiness, each component's state, and the clock, by which Prometheus sees how far it is off. */
    public static void addTo(Families families, Health health) {
        families.gauge(
                        "earshot_ready",
                        "1 while new calls are taken, else 0",
                        () -> health.refusal().isEmpty() ? 1L : 0L)
                .gauges(
                        "earshot_component_state",
                        "How a component fares: 0 ok, 1 degraded, 2 down",
                        List.of("component"),
                        samples -> health.components()
                                .forEach(it ->
                                        samples.at((long) it.state().status().ordinal(), it.name())))
                .gauge(
                        "earshot_time_seconds",
                        "The clock of this machine, seconds since 1970",
                        () -> System.currentTimeMillis() / 1_000.0);
    }
}
