package io.earshot.tools.simulate.behaviour;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * A distribution of delays. Samples are never negative. Immutable, but for {@link Replay}, which is thread-safe because
 * its place is atomic.
 */
public sealed interface Latency {
    /** One delay in nanoseconds. */
    long sampleNs(RandomGenerator random);

    /**
     * Reads {@code fixed:120ms}, {@code uniform:80..200ms}, {@code normal:mean=120ms,sd=20ms},
     * {@code lognormal:p50=180ms,p99=600ms} or {@code replay:FILE} (one delay in milliseconds a line).
     *
     * @throws IllegalArgumentException when it is none of these, saying what was expected
     */
    static Latency parse(String text) {
        return LatencyText.parse(text);
    }

    /** The same delay each time. */
    static Latency fixed(Duration delay) {
        return new Fixed(delay.toNanos());
    }

    /** Always the same. */
    record Fixed(long delayNs) implements Latency {
        @Override
        public long sampleNs(RandomGenerator random) {
            return delayNs;
        }
    }

    /** Evenly spread from {@code leastNs} to {@code mostNs}. */
    record Uniform(long leastNs, long mostNs) implements Latency {
        public Uniform {
            if (leastNs > mostNs) {
                throw new IllegalArgumentException("uniform needs least..most");
            }
        }

        @Override
        public long sampleNs(RandomGenerator random) {
            return random.nextLong(leastNs, mostNs + 1);
        }
    }

    /** Normal, cut at zero. */
    record Normal(long meanNs, long deviationNs) implements Latency {
        @Override
        public long sampleNs(RandomGenerator random) {
            return Math.max(0, Math.round(meanNs + random.nextGaussian() * deviationNs));
        }
    }

    /** Log-normal through its median and its 99th percentile, cut at ten times the latter. */
    record LogNormal(long medianNs, long p99Ns) implements Latency {
        /** The 99th percentile of the standard normal distribution. */
        private static final double Z99 = 2.326_347_874;

        public LogNormal {
            if (medianNs <= 0 || p99Ns < medianNs) {
                throw new IllegalArgumentException("lognormal needs 0 < p50 <= p99");
            }
        }

        @Override
        public long sampleNs(RandomGenerator random) {
            double sigma = Math.log((double) p99Ns / medianNs) / Z99;
            return (long) Math.min(medianNs * Math.exp(sigma * random.nextGaussian()), p99Ns * 10.0);
        }
    }

    /** Recorded delays, in their order, again from the start when all were used. */
    record Replay(List<Long> delaysNs, AtomicInteger place) implements Latency {
        public Replay {
            delaysNs = List.copyOf(delaysNs);
            if (delaysNs.isEmpty()) {
                throw new IllegalArgumentException("nothing to replay");
            }
        }

        /** The delays of a text file: milliseconds, one a line; blank lines and lines from # on are skipped. */
        static Replay of(Path file) {
            try (var lines = Files.lines(file)) {
                List<Long> delays = lines.map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .map(line -> Math.round(Double.parseDouble(line) * 1e6))
                        .toList();
                return new Replay(delays, new AtomicInteger());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read latencies from " + file, e);
            }
        }

        @Override
        public long sampleNs(RandomGenerator random) {
            return delaysNs.get(Math.floorMod(place.getAndIncrement(), delaysNs.size()));
        }
    }
}
