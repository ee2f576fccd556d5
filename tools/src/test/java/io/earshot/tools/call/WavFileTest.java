package io.earshot.tools.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WavFileTest {
    @Test
    void shouldSeparateTheChannels() throws IOException {
        WavFile wav = WavFile.parse(wav(2, 16, 1, -1, 2, -2), "x");

        assertThat(wav.sampleRate()).isEqualTo(8_000);
        assertThat(wav.channels()[0]).containsExactly(1, 2);
        assertThat(wav.channels()[1]).containsExactly(-1, -2);
    }

    @Test
    void shouldReadWhatIsThereOfARecordingCutShort() throws IOException {
        byte[] whole = wav(1, 16, 1, 2, 3, 4);

        assertThat(WavFile.parse(Arrays.copyOf(whole, whole.length - 4), "x").channels()[0])
                .containsExactly(1, 2);
    }

    @Test
    void shouldRefuseOtherFilesAndOtherEncodings() {
        assertThatThrownBy(() -> WavFile.parse("not a wav file".getBytes(), "x"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> WavFile.parse(new byte[3], "x")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> WavFile.parse(wav(1, 8, 1), "x")).hasMessageContaining("16-bit");
        assertThatThrownBy(() -> WavFile.parse(wav(0, 16, 1), "x")).isInstanceOf(IOException.class);
    }

    @Test
    void shouldKnowTheRecordedPhrases() throws IOException {
        assertThat(Phrases.recorded("opening-hours", new Cue.Turn()).millis()).isBetween(2_000, 2_600);
        assertThatThrownBy(() -> Phrases.recorded("no-such-phrase", new Cue.Turn()))
                .hasMessageContaining("no recorded phrase");
    }

    @Test
    void shouldReadTheCueBehindTheName() throws IOException {
        assertThat(Phrases.parse("parking").cue()).isEqualTo(new Cue.Turn());
        assertThat(Phrases.parse("parking@1500").cue()).isEqualTo(new Cue.Clock(1_500));
        assertThat(Phrases.parse("stop-please@+800").cue()).isEqualTo(new Cue.Interruption(800));
    }

    private static byte[] wav(int channels, int bits, int... samples) {
        ByteBuffer out = ByteBuffer.allocate(44 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes()).putInt(36 + 2 * samples.length).put("WAVEfmt ".getBytes());
        out.putInt(16)
                .putShort((short) 1)
                .putShort((short) channels)
                .putInt(8_000)
                .putInt(8_000 * channels * 2);
        out.putShort((short) (channels * 2)).putShort((short) bits);
        out.put("data".getBytes()).putInt(2 * samples.length);
        for (int sample : samples) {
            out.putShort((short) sample);
        }
        return out.array();
    }
}
