package io.earshot.tools.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavTest {
    @TempDir
    Path directory;

    @Test
    void shouldReadBackWhatItWrote() throws IOException {
        short[] samples = ramp(50_000);
        Path file = directory.resolve("mono.wav");
        try (WavWriter writer = WavWriter.create(file, 8_000, 1)) {
            writer.write(samples, 0, 20_000);
            writer.write(samples, 20_000, 30_000);
            assertThat(writer.frames()).isEqualTo(50_000);
        }

        WavAudio audio = WavReader.read(file);

        assertThat(audio.sampleRate()).isEqualTo(8_000);
        assertThat(audio.channels()).isEqualTo(1);
        assertThat(audio.samples()).isEqualTo(samples);
        assertThat(audio.millis()).isEqualTo(6_250);
    }

    @Test
    void shouldKeepTheSidesOfAStereoFileApart() throws IOException {
        Path file = directory.resolve("stereo.wav");
        try (WavWriter writer = WavWriter.create(file, 16_000, 2)) {
            writer.write(new short[] {1, 2, 3}, new short[] {-1, -2, -3}, 3);
            writer.silence(2);
            writer.write(new short[] {9, -9}, 0, 2);
        }

        WavAudio audio = WavReader.read(file);

        assertThat(audio.channel(0)).containsExactly(1, 2, 3, 0, 0, 9);
        assertThat(audio.channel(1)).containsExactly(-1, -2, -3, 0, 0, -9);
        assertThat(audio.mono()).containsOnly(0);
    }

    @Test
    void shouldBeReadByThePlatformsOwnReader() throws Exception {
        Path file = directory.resolve("platform.wav");
        try (WavWriter writer = WavWriter.create(file, 16_000, 2)) {
            writer.write(ramp(200), 0, 200);
        }

        try (AudioInputStream stream = AudioSystem.getAudioInputStream(file.toFile())) {
            AudioFormat format = stream.getFormat();
            assertThat(format.getSampleRate()).isEqualTo(16_000);
            assertThat(format.getChannels()).isEqualTo(2);
            assertThat(format.getSampleSizeInBits()).isEqualTo(16);
            assertThat(stream.getFrameLength()).isEqualTo(100);
        }
    }

    @Test
    void shouldReadAFileThatWasNeverClosed() throws IOException {
        Path file = directory.resolve("killed.wav");
        try (WavWriter writer = WavWriter.create(file, 8_000, 1)) {
            writer.write(ramp(40_000), 0, 40_000);

            assertThat(WavReader.read(file).samples())
                    .hasSizeGreaterThan(30_000)
                    .startsWith(0, 1, 2);
        }
    }

    @Test
    void shouldReadMuLawAfterForeignChunks() throws IOException {
        byte[] file = file(7, 8, 8_000, new byte[] {(byte) 0xFF, (byte) 0x80, 0x00});

        assertThat(WavReader.parse(file).samples()).containsExactly(0, 32_124, -32_124);
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() {
        assertThatThrownBy(
                        () -> WavReader.parse("MThd".repeat(20).getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isInstanceOf(IOException.class)
                .hasMessage("not a WAV file");
        assertThatThrownBy(() -> WavReader.parse(file(3, 32, 48_000, new byte[8])))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format 3 with 32 bits");
    }

    @Test
    void shouldRefuseHalfAFrame() throws IOException {
        try (WavWriter writer = WavWriter.create(directory.resolve("half.wav"), 8_000, 2)) {
            assertThatThrownBy(() -> writer.write(new short[3], 0, 3)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldReplaceAnOlderFile() throws IOException {
        Path file = directory.resolve("old.wav");
        Files.write(file, new byte[10_000]);
        WavWriter.create(file, 8_000, 1).close();

        assertThat(Files.size(file)).isEqualTo(44);
        assertThat(WavReader.read(file).samples()).isEmpty();
    }

    private static short[] ramp(int count) {
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (short) i;
        }
        return samples;
    }

    /** A WAV file with a chunk of odd length before its format. */
    private static byte[] file(int format, int bits, int rate, byte[] data) {
        ByteBuffer head = ByteBuffer.allocate(12 + 12 + 24 + 8).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(WavHeader.RIFF).putInt(48 + data.length).putInt(WavHeader.WAVE);
        head.putInt(0x5453494C).putInt(3).putInt(0);
        head.putInt(WavHeader.FMT).putInt(16).putShort((short) format).putShort((short) 1);
        head.putInt(rate).putInt(rate * bits / 8).putShort((short) (bits / 8)).putShort((short) bits);
        head.putInt(WavHeader.DATA).putInt(data.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.array());
        out.writeBytes(data);
        return out.toByteArray();
    }
}
