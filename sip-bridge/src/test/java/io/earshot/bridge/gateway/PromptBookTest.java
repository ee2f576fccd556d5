package io.earshot.bridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.tts.TextToSpeech;
import io.earshot.bridge.rehearsal.StandInServices;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PromptBookTest {
    private static final byte[] TONES = {1, 2, 3};

    @Test
    void shouldSpeakWhatItHasLearnt() throws Exception {
        TextToSpeech voice = StandInServices.create().tts();
        PromptBook book = new PromptBook(voice);
        try (MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(1, 5, true))) {
            MediaLoop loop = loops.all().getFirst();
            assertThat(book.audio(AudioFormat.PCMU_8K, "Your PIN, please.", TONES))
                    .isEqualTo(TONES);
            loop.execute(() -> book.learn(AudioFormat.PCMU_8K, "Your PIN, please.", loop.eventLoop()));
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            byte[] spoken = TONES;
            while (spoken.length == TONES.length && System.nanoTime() - deadlineNs < 0) {
                spoken = book.audio(AudioFormat.PCMU_8K, " Your PIN, please. ", TONES);
            }
            assertThat(spoken.length).isGreaterThan(TONES.length);
            assertThat(book.audio(AudioFormat.PCMA_8K, "Your PIN, please.", TONES))
                    .as("another format")
                    .isEqualTo(TONES);
        }
    }

    @Test
    void shouldPlayTonesWithoutAVoice() {
        assertThat(new PromptBook(null).audio(AudioFormat.PCMU_8K, "Your PIN, please.", TONES))
                .isEqualTo(TONES);
    }

    @Test
    void shouldSayNothingWhereNothingIsConfigured() {
        assertThat(new PromptBook(null).audio(AudioFormat.PCMU_8K, " ", TONES)).isEmpty();
    }
}
