package io.earshot.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TurnWindowTest {
    private static final long START_MS = 1_795_000_000_000L;

    @TempDir
    private Path directory;

    @Test
    void shouldLeaveOutWhatWasRecordedBeforeAndAfterTheWindow() throws IOException {
        Path log = log("total/answered", 500, 300, 900);
        TurnWindow window = TurnWindow.read(log, START_MS + 900, START_MS + 2_100);
        assertEquals(1, window.responses().count());
        assertEquals(300, window.responses().p50Ms(), 0.5);
    }

    @Test
    void shouldCountInterruptedRepliesAmongTheResponses() throws IOException {
        TurnWindow window = TurnWindow.read(log("total/interrupted", 1, 2, 3), START_MS, START_MS + 9_000);
        assertEquals(3, window.responses().count());
        assertEquals(Map.of("interrupted", 3L), window.turns());
    }

    @Test
    void shouldTellStagesOfAllCallsAndNotThoseOfOneTrunk() throws IOException {
        TurnWindow ours = TurnWindow.read(log("vad-end/answered", 10, 10, 10), START_MS, START_MS + 9_000);
        TurnWindow trunk = TurnWindow.read(log("trunk=a/vad-end/answered", 10, 10, 10), START_MS, START_MS + 9_000);
        assertEquals(3, ours.stages().get("vad-end").count());
        assertEquals(Map.of(), trunk.stages());
    }

    @Test
    void shouldTellBargeInsFromFalseOnes() throws IOException {
        TurnWindow meant = TurnWindow.read(log("barge-in/interrupted", 80, 90, 100), START_MS, START_MS + 9_000);
        assertEquals(3, meant.bargeIns().count());
        assertEquals(0, meant.falseBargeIns().count());
    }

    /** A log of three intervals of a second with one value each, in milliseconds. */
    private Path log(String tag, long... valuesMs) throws IOException {
        Path file = directory.resolve("log.hlog");
        try (PrintStream out = new PrintStream(file.toFile(), java.nio.charset.StandardCharsets.UTF_8)) {
            HistogramLogWriter writer = new HistogramLogWriter(out);
            writer.outputLogFormatVersion();
            writer.outputStartTime(START_MS);
            writer.setBaseTime(START_MS);
            writer.outputLegend();
            for (int second = 0; second < valuesMs.length; second++) {
                Histogram histogram = new Histogram(3);
                histogram.recordValue(valuesMs[second] * 1_000_000);
                histogram.setTag(tag);
                writer.outputIntervalHistogram(second, second + 1.0, histogram, 1e6);
            }
        }
        return file;
    }
}
