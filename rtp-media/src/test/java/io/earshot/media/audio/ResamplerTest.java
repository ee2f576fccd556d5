package io.earshot.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.earshot.media.codec.TestSignals;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResamplerTest {
    private static final int[] RATES = {8_000, 16_000, 24_000, 48_000};

    static Stream<Arguments> pairsOfRates() {
        return Arrays.stream(RATES)
                .boxed()
                .flatMap(from -> Arrays.stream(RATES).mapToObj(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairsOfRates")
    void shouldKeepFrequencyAndLevelOfATone(int from, int to) {
        double edge = Math.min(from, to) / 2.0;
        for (double share : new double[] {0.05, 0.25, 0.5, 0.8}) {
            double hertz = edge * share;
            short[] out = resample(TestSignals.tone(hertz, 10_000, from, from), from, to, 480);
            double level = TestSignals.amplitude(out, to / 10, to / 10 * 9, hertz, to);
            assertThat(level).as("%.0f Hz", hertz).isCloseTo(10_000, within(120.0));
        }
    }

    @ParameterizedTest
    @MethodSource("pairsOfRates")
    void shouldAddNothingToAToneButRounding(int from, int to) {
        double hertz = 1_000;
        short[] out = resample(TestSignals.tone(hertz, 10_000, from, from), from, to, 320);
        double level = TestSignals.amplitude(out, to / 10, to / 10 * 9, hertz, to);
        double all = TestSignals.rms(out, to / 10, to / 10 * 9);
        double rest = Math.sqrt(Math.max(0, all * all - level * level / 2));
        assertThat(20 * Math.log10(rest / all)).isLessThan(-60);
    }

    @ParameterizedTest
    @MethodSource("pairsOfRates")
    void shouldRejectWhatLiesBeyondTheLowerRatesHalf(int from, int to) {
        if (to >= from) {
            return;
        }
        for (double share : new double[] {1.02, 1.2, 1.5, 1.9}) {
            double hertz = to / 2.0 * share;
            if (hertz < from / 2.0) {
                short[] out = resample(TestSignals.tone(hertz, 20_000, from, from), from, to, 480);
                double level = TestSignals.rms(out, to / 10, to / 10 * 9);
                assertThat(level).as("%.0f Hz", hertz).isLessThan(20);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairsOfRates")
    void shouldGiveTheSameStreamHoweverTheInputIsCut(int from, int to) {
        short[] noise = TestSignals.noise(30_000, 1, 9_600);
        short[] whole = resample(noise, from, to, noise.length);
        Random random = new Random(7);
        for (int round = 0; round < 3; round++) {
            assertThat(resample(noise, from, to, 1 + random.nextInt(700))).isEqualTo(whole);
        }
        assertThat(resample(noise, from, to, 1)).isEqualTo(whole);
        assertThat(whole.length).isCloseTo((int) ((long) noise.length * to / from), within(to / 8_000));
    }

    @ParameterizedTest
    @MethodSource("pairsOfRates")
    void shouldDelayAsMuchAsItSays(int from, int to) {
        short[] step = new short[from / 10];
        Arrays.fill(step, step.length / 2, step.length, (short) 10_000);
        short[] out = resample(step, from, to, 480);
        int middle = 0;
        while (out[middle] < 5_000) {
            middle++;
        }
        double expected = to * (0.05 + new Resampler(from, to).delayNs() / 1e9);
        assertThat((double) middle).isCloseTo(expected, within(1.0 + (double) to / from));
    }

    @ParameterizedTest
    @MethodSource("pairsOfRates")
    void shouldNotWrapAroundAtFullScale(int from, int to) {
        short[] square = new short[from / 10];
        for (int i = 0; i < square.length; i++) {
            square[i] = i / (from / 400) % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
        }
        short[] out = resample(square, from, to, 480);
        int delay = (int) (new Resampler(from, to).delayNs() * to / 1_000_000_000L);
        int half = to / 400;
        for (int i = half / 2; i + delay < out.length - half; i += half) {
            boolean positive = i / half % 2 == 0;
            assertThat(out[i + delay] > 0).as("half-wave at %d", i).isEqualTo(positive);
        }
    }

    @Test
    void shouldRefuseAnUnknownRate() {
        assertThatThrownBy(() -> new Resampler(44_100, 16_000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Resampler(16_000, 11_025)).isInstanceOf(IllegalArgumentException.class);
    }

    private static short[] resample(short[] in, int from, int to, int piece) {
        Resampler resampler = new Resampler(from, to);
        short[] out = new short[resampler.maxOutput(in.length)];
        short[] part = new short[resampler.maxOutput(piece)];
        int written = 0;
        for (int at = 0; at < in.length; at += piece) {
            short[] slice = Arrays.copyOfRange(in, at, Math.min(in.length, at + piece));
            int made = resampler.process(slice, slice.length, part);
            System.arraycopy(part, 0, out, written, made);
            written += made;
        }
        return Arrays.copyOf(out, written);
    }
}
