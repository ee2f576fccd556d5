package io.earshot.perf.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.perf.load.Percentiles;
import io.earshot.perf.load.SippResults;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SoakResultTest {
    private static final Sample IDLE = sample(0, 0, 30_000, 40, 80);

    @Test
    void shouldFindNothingWhereAllIsFlat() {
        SoakResult flat = result(IDLE, sample(60, 100, 50_000, 40, 300), sample(120, 100, 51_000, 40, 301));

        assertThat(flat.problems()).isEmpty();
        assertThat(flat.text()).contains("| 1.0 | 100 |", "Verdict: flat, no stuck call");
    }

    @Test
    void shouldNameACallThatNeverEnds() {
        assertThat(result(sample(0, 2, 30_000, 40, 80), sample(60, 100, 50_000, 40, 300))
                        .problems())
                .containsExactly("2 calls never ended");
    }

    @Test
    void shouldNameThreadsAndDescriptorsThatStay() {
        assertThat(result(sample(0, 0, 30_000, 60, 200), sample(60, 100, 50_000, 40, 300))
                        .problems())
                .containsExactly("threads went from 40 to 60", "descriptors went from 80 to 200");
    }

    @Test
    void shouldNameAHeapThatGrows() {
        SoakResult grown = result(
                IDLE,
                sample(60, 100, 50_000, 40, 300),
                sample(120, 100, 60_000, 40, 300),
                sample(180, 100, 90_000, 40, 300));

        assertThat(grown.problems()).containsExactly("live heap went from 48 to 87 MB");
    }

    private static SoakResult result(Sample rest, Sample... samples) {
        SippResults callers = new SippResults(10, 9, 1, 0, Percentiles.of(new Histogram(3), 1));
        return new SoakResult(callers, Map.of("VOICE_CUT", 1), Map.of(), List.of(samples), IDLE, rest);
    }

    private static Sample sample(long atS, int calls, long heapKb, int threads, int descriptors) {
        Memory memory = new Memory(200_000, 120_000, 14_000, 20_000, 10_000, 30_000, 40_000, 0);
        return new Sample(atS, calls, heapKb, memory, threads, descriptors, 1_000);
    }
}
