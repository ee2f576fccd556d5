package io.earshot.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TalkAudioTest {
    private static final byte SILENCE = (byte) 0xFF;

    @Test
    void shouldSpeakBetweenSilences(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("caller.ulaw");
        TalkAudio.write(file, 1_000, List.of(new TalkAudio.Line("yes-please", 500)));
        byte[] audio = Files.readAllBytes(file);
        for (int i = 0; i < 8_000; i++) {
            assertEquals(SILENCE, audio[i]);
        }
        for (int i = audio.length - 4_000; i < audio.length; i++) {
            assertEquals(SILENCE, audio[i]);
        }
        int speech = 0;
        for (int i = 8_000; i < audio.length - 4_000; i++) {
            speech += audio[i] == SILENCE ? 0 : 1;
        }
        assertTrue(speech > 4_000, "half a second of speech at least, in samples: " + speech);
    }

    @Test
    void shouldKnowHowMuchLaterTheRecogniserHearsTheEnd(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("caller.ulaw");
        TalkAudio.write(file, 1_000, TalkAudio.CONVERSATION);
        double laterMs = Endpointing.laterMs(file);
        assertTrue(laterMs >= 0 && laterMs < 150, "milliseconds: " + laterMs);
    }
}
