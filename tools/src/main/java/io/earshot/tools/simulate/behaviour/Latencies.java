package io.earshot.tools.simulate.behaviour;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The latency of each point, drawn from seeded random numbers of its own, so that the same seed and order of turns give
 * the same delays. Thread-safe because every method locks.
 */
public final class Latencies {
    private final Map<LatencyPoint, Latency> distributions = new EnumMap<>(LatencyPoint.class);
    private final Map<LatencyPoint, SplittableRandom> randoms = new EnumMap<>(LatencyPoint.class);

    public Latencies(Map<LatencyPoint, Latency> distributions, long seed) {
        this.distributions.putAll(distributions);
        for (LatencyPoint point : LatencyPoint.values()) {
            this.distributions.putIfAbsent(point, new Latency.Fixed(0));
            randoms.put(point, new SplittableRandom(seed * 31 + point.ordinal()));
        }
    }

    /** The next delay of a point, in nanoseconds. */
    public synchronized long sampleNs(LatencyPoint point) {
        return required(distributions.get(point)).sampleNs(required(randoms.get(point)));
    }

    /** Changes a point's distribution from now on. */
    public synchronized void set(LatencyPoint point, Latency latency) {
        distributions.put(point, latency);
    }

    private static <T> T required(@Nullable T value) {
        return Objects.requireNonNull(value, "all points are filled at construction");
    }
}
