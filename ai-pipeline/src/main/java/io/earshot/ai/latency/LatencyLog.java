package io.earshot.ai.latency;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * A standard HdrHistogram interval log ({@code .hlog}, format 1.3), readable by HistogramLogReader and the tools built
 * on it. Values are nanoseconds; the tag of a line is {@link LatencySeries#tag} or one
 * of its own. Intervals without values are left
 * out. Not thread-safe: used by one reporting thread, which may block on the disk.
 */
public final class LatencyLog implements AutoCloseable {
    private static final double NS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final PrintStream out;
    private final HistogramLogWriter writer;
    private final long startMs;
    private long intervalStartMs;

    private LatencyLog(PrintStream out, long startMs) {
        this.out = out;
        this.writer = new HistogramLogWriter(out);
        this.startMs = startMs;
        this.intervalStartMs = startMs;
    }

    /**
     * Creates the log, in place of an older file.
     *
     * @param startMs wall clock, milliseconds since 1970
     * @throws IOException when the file cannot be written
     */
    public static LatencyLog create(Path file, long startMs) throws IOException {
        PrintStream out =
                new PrintStream(new BufferedOutputStream(Files.newOutputStream(file)), false, StandardCharsets.UTF_8);
        LatencyLog log = new LatencyLog(out, startMs);
        log.writer.outputComment("[Earshot turn latency, nanoseconds; tag: stage/class]");
        log.writer.outputLogFormatVersion();
        log.writer.outputStartTime(startMs);
        log.writer.setBaseTime(startMs);
        log.writer.outputLegend();
        return log;
    }

    /**
     * Writes what was recorded since the last interval.
     *
     * @param nowMs wall clock, milliseconds since 1970
     * @throws IOException when the disk refused it; the interval's values are lost to the log
     */
    public void writeInterval(LatencyRecorder recorder, long nowMs) throws IOException {
        writeInterval(recorder, Map.of(), nowMs);
    }

    /**
     * Writes what was recorded since the last interval, and histograms that are measured elsewhere.
     *
     * @param others nanoseconds of the same interval, by tag
     * @param nowMs wall clock, milliseconds since 1970
     * @throws IOException when the disk refused it; the interval's values are lost to the log
     */
    public void writeInterval(LatencyRecorder recorder, Map<String, Histogram> others, long nowMs) throws IOException {
        recorder.drainIntervals((series, histogram) -> write(series.tag(), histogram, nowMs));
        others.forEach((tag, histogram) -> write(tag, histogram, nowMs));
        intervalStartMs = nowMs;
        if (out.checkError()) {
            throw new IOException("cannot write the latency log");
        }
    }

    private void write(String tag, Histogram histogram, long nowMs) {
        if (histogram.getTotalCount() == 0) {
            return;
        }
        histogram.setTag(tag);
        writer.outputIntervalHistogram(
                (intervalStartMs - startMs) / 1e3, (nowMs - startMs) / 1e3, histogram, NS_PER_MS);
    }

    @Override
    public void close() {
        writer.close();
        out.close();
    }
}
