package io.earshot.tools.simulate.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VoiceBoxCloseTest {
    @Test
    void shouldLeaveNoThreadBehind() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        CountDownLatch spoken = new CountDownLatch(1);
        try (VoiceBox voices = new VoiceBox(1 << 20)) {
            voices.request("Hello.", OutputFormat.of("pcm_s16le", 8_000), Runnable::run, _ -> spoken.countDown());
            assertThat(spoken.await(20, TimeUnit.SECONDS)).isTrue();
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread) && ofVoice(thread)) {
                thread.join(10_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    private static boolean ofVoice(Thread thread) {
        return thread.getName().equals("simulated-voice")
                || Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith("com.sun.speech.freetts"));
    }
}
