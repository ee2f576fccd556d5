package io.earshot.ai.vad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.earshot.ai.vad.VoiceActivityDetector.Decision;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnergyVadTest {
    private static final VadSettings SETTINGS = new VadSettings(60, 300, 9);

    private static AudioFormat format(String encoding) {
        return new AudioFormat(io.earshot.media.audio.Encoding.valueOf(encoding), 8_000);
    }

    @ParameterizedTest
    @CsvSource({"PCMU,-60", "PCMU,-45", "PCMA,-60", "PCMA,-45", "LINEAR16,-60", "LINEAR16,-45"})
    void shouldBackDateSpeechToItsFirstAndLastPacket(String encoding, double noiseDbfs) throws Exception {
        short[] speech = TestSpeech.recorded("saturday.wav");
        int speechMs = speech.length / 8;
        short[] call = TestSpeech.noisy(
                TestSpeech.concat(TestSpeech.silence(3_000), speech, TestSpeech.silence(1_000)), noiseDbfs);

        VadRun run = VadRun.over(new EnergyVad(format(encoding), SETTINGS), format(encoding), call);

        assertThat(run.startsMs().getLast()).isCloseTo(3_000L, within(120L));
        assertThat(run.lastSpeechMs().getLast()).isCloseTo(3_000L + speechMs, within(120L));
        assertThat(run.endDecidedMs().getLast() - run.lastSpeechMs().getLast()).isEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-70, -55, -40, -30})
    void shouldLearnSteadyNoise(double dbfs) {
        short[] noise = TestSpeech.noisy(TestSpeech.silence(20_000), dbfs);

        VadRun run = VadRun.over(new EnergyVad(AudioFormat.PCMU_8K, SETTINGS), AudioFormat.PCMU_8K, noise);

        assertThat(run.startDecidedMs()).allMatch(ms -> ms < 1_100);
        assertThat(run.endDecidedMs()).hasSameSizeAs(run.startDecidedMs());
    }

    @Test
    void shouldIgnoreClicks() {
        short[] call = TestSpeech.concat(
                TestSpeech.silence(1_000),
                TestSpeech.tone(20, 1_000, -10),
                TestSpeech.silence(500),
                TestSpeech.tone(40, 1_000, -10),
                TestSpeech.silence(1_000));

        VadRun run = VadRun.over(new EnergyVad(AudioFormat.PCMU_8K, SETTINGS), AudioFormat.PCMU_8K, call);

        assertThat(run.startsMs()).isEmpty();
    }

    @Test
    void shouldDeclareSpeechAsSoonAsItLastedTheMinimum() {
        short[] call = TestSpeech.concat(TestSpeech.silence(1_000), TestSpeech.tone(500, 300, -20));

        VadRun run = VadRun.over(new EnergyVad(AudioFormat.PCMU_8K, SETTINGS), AudioFormat.PCMU_8K, call);

        assertThat(run.startsMs()).containsExactly(1_020L);
        assertThat(run.startDecidedMs()).containsExactly(1_060L);
    }

    @Test
    void shouldBridgePausesShorterThanTheHangover() {
        short[] word = TestSpeech.tone(300, 300, -20);
        short[] call = TestSpeech.concat(
                TestSpeech.silence(500),
                word,
                TestSpeech.silence(260),
                word,
                TestSpeech.silence(340),
                word,
                TestSpeech.silence(600));

        VadRun run = VadRun.over(new EnergyVad(AudioFormat.PCMA_8K, SETTINGS), AudioFormat.PCMA_8K, call);

        assertThat(run.lastSpeechMs()).containsExactly(1_360L, 2_000L);
    }

    @Test
    void shouldCountConcealedAudioAsSilence() {
        EnergyVad vad = new EnergyVad(AudioFormat.PCMU_8K, SETTINGS);
        ByteBuf tone = TestSpeech.packet(TestSpeech.tone(20, 300, -20), 0, 160, AudioFormat.PCMU_8K);
        for (int i = 0; i < 10; i++) {
            vad.onAudio(tone, 1_000 + i, false);
        }

        Decision decision = Decision.NONE;
        for (int i = 0; i < 15; i++) {
            decision = vad.onAudio(tone, 2_000 + i, true);
        }

        assertThat(decision).isEqualTo(Decision.SPEECH_ENDED);
        assertThat(vad.lastSpeechNs()).isEqualTo(1_009);
    }

    @Test
    void shouldAllocateNothingPerPacket() throws Exception {
        short[] speech = TestSpeech.recorded("saturday.wav");
        EnergyVad vad = new EnergyVad(AudioFormat.PCMU_8K, SETTINGS);
        ByteBuf packet = TestSpeech.packet(speech, 4_000, 160, AudioFormat.PCMU_8K);
        hear(vad, packet, 20_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        hear(vad, packet, 10_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(10_000);
    }

    private static void hear(EnergyVad vad, ByteBuf packet, int packets) {
        for (int i = 0; i < packets; i++) {
            vad.onAudio(packet, i * 20_000_000L, false);
        }
    }
}
