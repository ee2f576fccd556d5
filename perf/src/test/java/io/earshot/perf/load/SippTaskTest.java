package io.earshot.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SippTaskTest {
    @Test
    void shouldShareAllCallsAmongTheProcesses() {
        SippCallers.Task task = new SippCallers.Task(53, 52, 20, 1_000, Path.of("a"));
        assertEquals(5, task.processes());
        assertEquals(53, IntStream.range(0, 5).map(i -> task.part(i).calls()).sum());
        assertEquals(52, IntStream.range(0, 5).map(i -> task.part(i).atOnce()).sum());
        assertEquals(4.0, task.part(0).rate(), 1e-9);
    }

    @Test
    void shouldNotStartMoreProcessesThanCalls() {
        assertEquals(1, new SippCallers.Task(1, 1, 20, 1_000, Path.of("a")).processes());
        assertEquals(2, new SippCallers.Task(100, 2, 20, 1_000, Path.of("a")).processes());
    }
}
