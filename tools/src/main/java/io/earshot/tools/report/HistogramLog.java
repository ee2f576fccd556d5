package io.earshot.tools.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.jspecify.annotations.Nullable;

/** Reads an interval log of turn latencies ({@code .hlog}; values are nanoseconds, tags are stage/class). */
public final class HistogramLog {
    private static final double NS_PER_MS = 1e6;

    private HistogramLog() {}

    /**
     * The figures of every tag over the whole log: those of all calls, then by trunk and provider.
     *
     * @throws IOException when the file cannot be read or holds no histogram
     */
    public static List<LatencyFigures> read(Path file) throws IOException {
        Map<String, Histogram> sums = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(file);
                HistogramLogReader reader = new HistogramLogReader(in)) {
            while (reader.hasNext()) {
                if (reader.nextIntervalHistogram() instanceof AbstractHistogram interval) {
                    sums.computeIfAbsent(tag(interval.getTag()), _ -> new Histogram(3))
                            .add(interval);
                }
            }
        } catch (RuntimeException e) {
            throw new IOException(file + ": not a histogram log", e);
        }
        if (sums.isEmpty()) {
            throw new IOException(file + ": no histogram in this log");
        }
        List<LatencyFigures> figures = new ArrayList<>();
        sums.forEach((tag, histogram) -> figures.add(figures(tag, histogram)));
        figures.sort(StageOrder.ofFigures());
        return figures;
    }

    private static LatencyFigures figures(String tag, Histogram histogram) {
        int slash = tag.lastIndexOf('/');
        return new LatencyFigures(
                slash < 0 ? tag : tag.substring(0, slash),
                slash < 0 ? "" : tag.substring(slash + 1),
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50) / NS_PER_MS,
                histogram.getValueAtPercentile(90) / NS_PER_MS,
                histogram.getValueAtPercentile(99) / NS_PER_MS,
                histogram.getMaxValue() / NS_PER_MS);
    }

    private static String tag(@Nullable String tag) {
        return tag == null ? "" : tag;
    }
}
