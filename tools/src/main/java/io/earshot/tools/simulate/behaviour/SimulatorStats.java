package io.earshot.tools.simulate.behaviour;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/**
 * What the simulators did: counts by name, and the delays they really added, so that a load test can subtract the
 * vendors' share. Thread-safe because counters are atomic and histograms lock.
 */
public final class SimulatorStats {
    private static final long MOST_NS = 600_000_000_000L;
    private static final int MOST_RECENT = 20_000;

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<Stage, Histogram> delays = new EnumMap<>(Stage.class);
    private final ArrayDeque<Delay> recent = new ArrayDeque<>();

    /** Delays that are measured, each in nanoseconds. */
    public enum Stage {
        /** From the arrival of the turn's last speech to the decision that the turn is over (audio clock wait). */
        STT_ENDPOINT,
        /** From that decision to the final transcript or end-of-turn event on the wire. */
        STT_FINAL,
        /** From the request's arrival to the first token on the wire. */
        LLM_FIRST_TOKEN,
        /** From the request's arrival to the end of the answer. */
        LLM_WHOLE,
        /** From the arrival of a text that can be spoken to its first audio on the wire. */
        TTS_FIRST_AUDIO
    }

    /** One delay: where, when it ended (wall clock, milliseconds since 1970), and how long it took. */
    public record Delay(Stage stage, long endedAtMs, long tookNs) {}

    /** A stage's delays so far, in nanoseconds. */
    public record Summary(long count, double meanNs, long p50Ns, long p90Ns, long p99Ns, long maxNs) {}

    public SimulatorStats() {
        for (Stage stage : Stage.values()) {
            delays.put(stage, new Histogram(MOST_NS, 3));
        }
    }

    /** Counts one of something, by a name such as {@code deepgram.connections}. */
    public void count(String name) {
        LongAdder adder = counts.get(name);
        if (adder == null) {
            adder = counts.computeIfAbsent(name, key -> new LongAdder());
        }
        adder.increment();
    }

    /** Adds to a count. */
    public void add(String name, long amount) {
        counts.computeIfAbsent(name, key -> new LongAdder()).add(amount);
    }

    /** What a count stands at; 0 when it never happened. */
    public long counted(String name) {
        LongAdder adder = counts.get(name);
        return adder == null ? 0 : adder.sum();
    }

    /** Records a delay that was really added. */
    public void delay(Stage stage, long delayNs) {
        Histogram histogram = histogram(stage);
        synchronized (histogram) {
            histogram.recordValue(Math.clamp(delayNs, 0L, MOST_NS));
        }
        synchronized (recent) {
            if (recent.size() == MOST_RECENT) {
                recent.remove();
            }
            recent.add(new Delay(stage, System.currentTimeMillis(), delayNs));
        }
    }

    /** The last 20,000 delays, the oldest first. */
    public List<Delay> recent() {
        synchronized (recent) {
            return List.copyOf(recent);
        }
    }

    /** A stage's delays so far. */
    public Summary summary(Stage stage) {
        Histogram histogram = histogram(stage);
        synchronized (histogram) {
            return new Summary(
                    histogram.getTotalCount(),
                    histogram.getTotalCount() == 0 ? 0 : histogram.getMean(),
                    histogram.getValueAtPercentile(50),
                    histogram.getValueAtPercentile(90),
                    histogram.getValueAtPercentile(99),
                    histogram.getMaxValue());
        }
    }

    /** All counts, sorted by name. */
    public Map<String, Long> counts() {
        Map<String, Long> sorted = new TreeMap<>();
        counts.forEach((name, adder) -> sorted.put(name, adder.sum()));
        return sorted;
    }

    /** Forgets everything, for the next measurement. */
    public void reset() {
        counts.clear();
        synchronized (recent) {
            recent.clear();
        }
        delays.values().forEach(histogram -> {
            synchronized (histogram) {
                histogram.reset();
            }
        });
    }

    private Histogram histogram(Stage stage) {
        return Objects.requireNonNull(delays.get(stage), "all stages have one");
    }
}
