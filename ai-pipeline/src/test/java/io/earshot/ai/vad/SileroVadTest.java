package io.earshot.ai.vad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SileroVadTest {
    private static final VadSettings SETTINGS = new VadSettings(64, 300, 0.5);

    private static VadRun run(short[] call) {
        try (SileroVad vad = new SileroVad(AudioFormat.PCMU_8K, SETTINGS)) {
            return VadRun.over(vad, AudioFormat.PCMU_8K, call);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-60, -45, -38})
    void shouldHearRecordedSpeechInNoise(double noiseDbfs) throws Exception {
        short[] speech = TestSpeech.recorded("appointment.wav");
        int speechMs = speech.length / 8;
        short[] call = TestSpeech.noisy(
                TestSpeech.concat(TestSpeech.silence(1_000), speech, TestSpeech.silence(1_000)), noiseDbfs);

        VadRun run = run(call);

        assertThat(run.startsMs().getFirst()).isCloseTo(1_000L, within(150L));
        assertThat(run.lastSpeechMs().getLast()).isCloseTo(1_000L + speechMs, within(200L));
    }

    @Test
    void shouldNotTakeTonesAndNoiseForSpeech() {
        short[] call = TestSpeech.noisy(
                TestSpeech.concat(
                        TestSpeech.silence(500),
                        TestSpeech.tone(1_000, 440, -20),
                        TestSpeech.silence(500),
                        TestSpeech.noisy(TestSpeech.silence(1_000), -30),
                        TestSpeech.silence(500)),
                -60);

        assertThat(run(call).startsMs()).isEmpty();
    }

    @Test
    void shouldDecideTheSameWhileOtherCallsUseTheModel() throws Exception {
        short[] speech = TestSpeech.recorded("saturday.wav");
        short[] call = TestSpeech.concat(TestSpeech.silence(500), speech, TestSpeech.silence(1_000));
        VadRun alone = run(call);

        try (SileroVad other = new SileroVad(AudioFormat.PCMU_8K, SETTINGS);
                SileroVad vad = new SileroVad(AudioFormat.PCMU_8K, SETTINGS)) {
            short[] noise = TestSpeech.noisy(speech, -20);
            VoiceActivityDetector both = new Interleaved(vad, other, noise);

            assertThat(VadRun.over(both, AudioFormat.PCMU_8K, call)).isEqualTo(alone);
        }
    }

    /** Lets another call's packet through the model between any two of this one. */
    private static final class Interleaved implements VoiceActivityDetector {
        private final VoiceActivityDetector vad;
        private final VoiceActivityDetector other;
        private final short[] otherCall;
        private int at;

        Interleaved(VoiceActivityDetector vad, VoiceActivityDetector other, short[] otherCall) {
            this.vad = vad;
            this.other = other;
            this.otherCall = otherCall;
        }

        @Override
        public Decision onAudio(ByteBuf audio, long arrivalNs, boolean concealed) {
            at = (at + 160) % otherCall.length;
            other.onAudio(TestSpeech.packet(otherCall, at, 160, AudioFormat.PCMU_8K), arrivalNs, false);
            return vad.onAudio(audio, arrivalNs, concealed);
        }

        @Override
        public boolean speaking() {
            return vad.speaking();
        }

        @Override
        public long speechStartNs() {
            return vad.speechStartNs();
        }

        @Override
        public long lastSpeechNs() {
            return vad.lastSpeechNs();
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldHearWidebandAudio() throws Exception {
        short[] speech = TestSpeech.recorded("appointment.wav");
        short[] wide = new short[speech.length * 2];
        for (int i = 0; i < wide.length; i++) {
            int next = Math.min(speech.length - 1, i / 2 + 1);
            wide[i] = (short) (i % 2 == 0 ? speech[i / 2] : (speech[i / 2] + speech[next]) / 2);
        }
        int starts = 0;
        try (SileroVad vad = new SileroVad(AudioFormat.LINEAR16_16K, SETTINGS)) {
            for (int from = 0; from + 320 <= wide.length; from += 320) {
                var packet = TestSpeech.packet(wide, from, 320, AudioFormat.LINEAR16_16K);
                if (vad.onAudio(packet, from * 62_500L, false) == VoiceActivityDetector.Decision.SPEECH_STARTED) {
                    starts++;
                }
            }
        }

        assertThat(starts).isPositive();
    }

    @Test
    void shouldRefuseRatesThatTheModelDoesNotKnow() {
        assertThatThrownBy(() -> new SileroVad(AudioFormat.LINEAR16_24K, SETTINGS))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
