package io.earshot.tools.simulate.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fixed:120ms|120|120",
                "fixed:1.5s|1500|1500",
                "fixed:250us|0.25|0.25",
                "fixed:80|80|80",
                "uniform:80..200ms|140|198.8",
                "normal:mean=120ms,sd=20ms|120|166.5",
                "lognormal:p50=180ms,p99=600ms|180|600"
            })
    void shouldDrawFromTheDistribution(String text, double medianMs, double p99Ms) {
        long[] samples = samples(Latency.parse(text), 20_000);
        Arrays.sort(samples);
        assertThat(samples[10_000] / 1e6).isCloseTo(medianMs, within(medianMs * 0.03));
        assertThat(samples[19_800] / 1e6).isCloseTo(p99Ms, within(p99Ms * 0.06));
        assertThat(samples[0]).isNotNegative();
    }

    @Test
    void shouldReplayRecordedDelaysAgainAndAgain(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("delays"), "# milliseconds\n10\n\n20.5\n");
        assertThat(samples(Latency.parse("replay:" + file), 3)).containsExactly(10_000_000, 20_500_000, 10_000_000);
    }

    @Test
    void shouldGiveTheSameDelaysForTheSameSeed() {
        Map<LatencyPoint, Latency> uniform = Map.of(LatencyPoint.STT_FINAL, Latency.parse("uniform:0..1s"));
        Latencies one = new Latencies(uniform, 42);
        Latencies two = new Latencies(uniform, 42);
        two.sampleNs(LatencyPoint.TTS_FIRST_AUDIO); // other points do not disturb
        for (int i = 0; i < 10; i++) {
            assertThat(one.sampleNs(LatencyPoint.STT_FINAL)).isEqualTo(two.sampleNs(LatencyPoint.STT_FINAL));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "120ms",
                "fixed:",
                "fixed:fast",
                "uniform:5",
                "uniform:9..2ms",
                "normal:120",
                "lognormal:p50=2s,p99=1s",
                "replay:/no/such/file",
                "fixed:-5ms"
            })
    void shouldRefuseWhatIsNoDistribution(String text) {
        assertThatThrownBy(() -> Latency.parse(text))
                .isInstanceOf(RuntimeException.class)
                .hasMessageMatching(".+");
    }

    private static long[] samples(Latency latency, int count) {
        SplittableRandom random = new SplittableRandom(1);
        return LongStream.generate(() -> latency.sampleNs(random)).limit(count).toArray();
    }
}
