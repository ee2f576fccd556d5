package io.earshot.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoadPlanTest {
    @Test
    void shouldMeasureOnlyWhileAllCallsAreUp() {
        LoadPlan plan = plan(40_000);
        assertEquals(10_000, plan.rampMs(200));
        assertEquals(40_000 - 10_000 - LoadPlan.SETTLE_MS - LoadPlan.MARGIN_MS, plan.windowMs(200));
    }

    @Test
    void shouldHoldCallsForAWholeWindowUnlessTold() {
        assertEquals(30_000, plan(0).windowMs(1));
        assertEquals(30_000, plan(0).windowMs(500));
    }

    @Test
    void shouldRefuseAWindowTooShortToMeasure() {
        LoadPlan plan = plan(12_000);
        assertThrows(IllegalArgumentException.class, () -> plan.windowMs(200));
    }

    @Test
    void shouldReadDurationsOfTheCommandLine() {
        assertEquals(Duration.ofSeconds(40), LoadRun.duration("40s"));
        assertEquals(Duration.ofMinutes(2), LoadRun.duration("2m"));
    }

    private static LoadPlan plan(long holdMs) {
        Installation installation = new Installation(Path.of("root"), Path.of("java"));
        return new LoadPlan(installation, Path.of("out"), 20, holdMs, 0, List.of(), List.of(), false);
    }
}
