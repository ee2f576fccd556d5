package io.earshot.perf.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/** What the bridge's interval log holds of one stretch of time, by tag. Immutable once read. */
final class TurnWindow {
    private static final double NS_PER_MS = 1e6;
    private static final String RTP_SEND = "rtp-send";

    private final Map<String, Histogram> sums = new TreeMap<>();

    private TurnWindow() {}

    /**
     * Reads the intervals that lie wholly within the stretch.
     *
     * @param fromMs wall clock, milliseconds since 1970
     * @param toMs wall clock, milliseconds since 1970
     */
    static TurnWindow read(Path log, long fromMs, long toMs) throws IOException {
        TurnWindow window = new TurnWindow();
        try (InputStream in = Files.newInputStream(log);
                HistogramLogReader reader = new HistogramLogReader(in)) {
            while (reader.hasNext()) {
                if (reader.nextIntervalHistogram() instanceof AbstractHistogram interval
                        && within(interval, fromMs, toMs)) {
                    window.sum(String.valueOf(interval.getTag())).add(interval);
                }
            }
        }
        return window;
    }

    private static boolean within(AbstractHistogram interval, long fromMs, long toMs) {
        return interval.getStartTimeStamp() >= fromMs && interval.getEndTimeStamp() <= toMs;
    }

    private Histogram sum(String tag) {
        return sums.computeIfAbsent(tag, _ -> new Histogram(3));
    }

    /** Response times: turns that got a reply, whether or not it was interrupted later. */
    Percentiles responses() {
        Histogram all = new Histogram(3);
        all.add(sums.getOrDefault("total/answered", new Histogram(3)));
        all.add(sums.getOrDefault("total/interrupted", new Histogram(3)));
        return Percentiles.of(all, NS_PER_MS);
    }

    /** Caller's first sound until the agent's last packet, where the agent stayed silent. */
    Percentiles bargeIns() {
        return merged("barge-in/");
    }

    /** The same, where the agent went on afterwards. */
    Percentiles falseBargeIns() {
        return merged("false-barge-in/");
    }

    /** How late RTP packets left. */
    Percentiles rtpSend() {
        return merged(RTP_SEND);
    }

    /** Stages of answered turns, in the order of their names. */
    Map<String, Percentiles> stages() {
        Map<String, Percentiles> stages = new TreeMap<>();
        sums.forEach((tag, histogram) -> {
            if (tag.endsWith("/answered") && !tag.contains("=")) {
                stages.put(tag.substring(0, tag.indexOf('/')), Percentiles.of(histogram, NS_PER_MS));
            }
        });
        return stages;
    }

    /** Turns by class. */
    Map<String, Long> turns() {
        Map<String, Long> counts = new TreeMap<>();
        sums.forEach((tag, histogram) -> {
            if (tag.startsWith("total/")) {
                counts.put(tag.substring("total/".length()), histogram.getTotalCount());
            }
        });
        return counts;
    }

    private Percentiles merged(String prefix) {
        Histogram all = new Histogram(3);
        sums.forEach((tag, histogram) -> {
            if (tag.startsWith(prefix)) {
                all.add(histogram);
            }
        });
        return Percentiles.of(all, NS_PER_MS);
    }
}
