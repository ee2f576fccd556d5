package io.earshot.tools.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.audio.AudioFormat;
import io.earshot.tools.capture.WavAudio;
import io.earshot.tools.capture.WavReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StereoRecorderTest {
    private static final long MS = 1_000_000L;
    private static final long ORIGIN = -77 * MS;

    @TempDir
    Path directory;

    @Test
    void shouldPlaceBothSidesInTrueTime() throws IOException {
        Path file = directory.resolve("call.wav");
        try (StereoRecorder recorder = StereoRecorder.create(file, AudioFormat.LINEAR16_8K, ORIGIN)) {
            recorder.agent(packet(7), ORIGIN + 500 * MS);
            recorder.caller(packet(3), ORIGIN + 4_000 * MS);
        }

        WavAudio wav = WavReader.read(file);
        assertThat(first(wav.channel(1))).isEqualTo(500 * 8);
        assertThat(first(wav.channel(0))).isEqualTo(4_000 * 8);
        assertThat(wav.millis()).isEqualTo(4_020);
    }

    @Test
    void shouldJoinPacketsThatArriveWithJitterWithoutAGap() throws IOException {
        Path file = directory.resolve("call.wav");
        try (StereoRecorder recorder = StereoRecorder.create(file, AudioFormat.LINEAR16_8K, ORIGIN)) {
            recorder.agent(packet(7), ORIGIN);
            recorder.agent(packet(7), ORIGIN + 33 * MS);
            recorder.agent(packet(7), ORIGIN + 38 * MS);
        }

        assertThat(WavReader.read(file).channel(1)).hasSize(480).containsOnly(7);
    }

    private static int first(short[] samples) {
        int i = 0;
        while (samples[i] == 0) {
            i++;
        }
        return i;
    }

    private static ByteBuf packet(int value) {
        ByteBuf packet = Unpooled.buffer(320);
        for (int i = 0; i < 160; i++) {
            packet.writeShortLE(value);
        }
        return packet;
    }
}
