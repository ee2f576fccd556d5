package io.earshot.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcealmentTest {
    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000})
    void shouldContinueAVoicedSoundAtItsPitchForTheFirstTenMilliseconds(int rate) {
        for (int pitch : new int[] {80, 110, 150, 190, 240}) {
            short[] voice = TestSignals.voice(pitch, rate, rate);
            Concealment concealment = new Concealment(rate);
            feed(concealment, voice, rate / 2, rate);
            short[] made = new short[rate / 100];
            concealment.conceal(made, made.length);
            short[] lost = new short[made.length];
            System.arraycopy(voice, rate / 2, lost, 0, lost.length);
            assertThat(TestSignals.snr(lost, made, 0, 0, lost.length))
                    .as("%d Hz", pitch)
                    .isGreaterThan(10);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000})
    void shouldFadeToSilenceWithinSixtyMillisecondsAndStaySilent(int rate) {
        Concealment concealment = new Concealment(rate);
        feed(concealment, TestSignals.voice(120, rate, rate), rate / 2, rate);
        int frame = rate / 100;
        short[] made = new short[frame];
        double last = Double.MAX_VALUE;
        for (int i = 0; i < 6; i++) {
            concealment.conceal(made, frame);
            double level = TestSignals.rms(made, 0, frame);
            assertThat(level).as("10 ms number %d", i).isLessThan(last * 1.05);
            last = level;
        }
        for (int i = 0; i < 100; i++) {
            concealment.conceal(made, frame);
            assertThat(made).containsOnly(0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void shouldEnterAndLeaveAHoleWithoutAClick(int lostPackets) {
        int rate = 8_000;
        short[] tone = TestSignals.tone(203, 8_000, rate, rate);
        int largestStep = largestStep(tone, 0, tone.length);
        Concealment concealment = new Concealment(rate);
        short[] out = tone.clone();
        int frame = 160;
        for (int from = 0, packet = 0; from < tone.length; from += frame, packet++) {
            short[] piece = new short[frame];
            System.arraycopy(tone, from, piece, 0, frame);
            if (packet >= 20 && packet < 20 + lostPackets) {
                concealment.conceal(piece, frame);
            } else {
                concealment.accept(piece, frame);
            }
            System.arraycopy(piece, 0, out, from, frame);
        }
        assertThat(largestStep(out, 0, out.length)).isLessThan(largestStep * 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000})
    void shouldMakeSilenceBeforeAnythingWasHeard(int rate) {
        short[] made = new short[1_920];
        assertThat(new Concealment(rate).conceal(made, made.length)).isEqualTo(made.length);
        assertThat(made).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 160, 480, 1_920})
    void shouldLeaveGoodAudioUntouchedWhenNothingWasLost(int samples) {
        short[] noise = TestSignals.noise(32_767, samples, samples);
        short[] copy = noise.clone();
        Concealment concealment = new Concealment(8_000);
        concealment.accept(noise, samples);
        assertThat(noise).isEqualTo(copy);
    }

    private static void feed(Concealment concealment, short[] pcm, int samples, int rate) {
        int frame = rate / 50;
        short[] piece = new short[frame];
        for (int from = 0; from < samples; from += frame) {
            System.arraycopy(pcm, from, piece, 0, frame);
            concealment.accept(piece, frame);
        }
    }

    private static int largestStep(short[] pcm, int from, int to) {
        int largest = 0;
        for (int i = from + 1; i < to; i++) {
            largest = Math.max(largest, Math.abs(pcm[i] - pcm[i - 1]));
        }
        return largest;
    }
}
