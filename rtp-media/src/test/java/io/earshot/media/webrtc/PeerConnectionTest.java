package io.earshot.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.OpusSettings;
import io.earshot.media.sctp.DataChannel;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerConnectionTest {
    private static AudioSendOptions options(AudioCodec codec, AudioFormat format, boolean red) {
        return new AudioSendOptions("voice", codec, format, red, false, OpusSettings.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "PCMU, PCMU, 8000, false",
        "PCMU, LINEAR16, 16000, false",
        "PCMA, PCMA, 8000, false",
        "OPUS, PCMU, 8000, false",
        "OPUS, LINEAR16, 16000, false",
        "OPUS, LINEAR16, 24000, true",
        "OPUS, LINEAR16, 48000, false"
    })
    void shouldCarryAToneBothWays(AudioCodec codec, String encoding, int rate, boolean red) throws Exception {
        AudioFormat format = new AudioFormat(io.earshot.media.audio.Encoding.valueOf(encoding), rate);
        try (PeerCall call = new PeerCall()) {
            ToneEars atAlice = new ToneEars(format, 600);
            ToneEars atBob = new ToneEars(format, 600);
            call.alice.ears = track -> track.listen(format, atAlice);
            call.bob.ears = track -> track.listen(format, atBob);
            call.run(() -> {
                call.alice.peer().addAudio(options(codec, format, red), new Tone(format, 440));
                call.alice.peer().addReceivers(1);
                call.bob.peer().addAudio(options(codec, format, red), new Tone(format, 700));
                call.agree();
            });
            assertThat(atBob.full.get(10, TimeUnit.SECONDS).share(440)).isGreaterThan(0.75);
            assertThat(atAlice.full.get(10, TimeUnit.SECONDS).share(700)).isGreaterThan(0.75);
            assertThat(atBob.level()).isBetween(5_656 * 0.8, 5_656 * 1.25);
            PeerQuality quality = call.loop.call(call.alice.peer()::quality);
            assertThat(quality.received().packets()).isGreaterThanOrEqualTo(20);
            assertThat(quality.received().lost()).isZero();
            assertThat(quality.drops()).isEqualTo(new PeerQuality.Drops(0, 0, 0, 0, 0, 0));
            assertThat(call.alice.tracks.getFirst().trackId()).isEqualTo("voice");
            assertThat(call.alice.tracks.getFirst().codec()).isEqualTo(codec);
        }
    }

    @Test
    void shouldCarryMessagesOverDataChannels() throws Exception {
        try (PeerCall call = new PeerCall()) {
            DataChannel channel = call.loop.call(() -> {
                DataChannel mine = call.alice.peer().createDataChannel("_reliable", true, -1);
                call.agree();
                return mine;
            });
            DataChannel atBob = call.bob.channel.get(10, TimeUnit.SECONDS);
            call.alice.channel.get(10, TimeUnit.SECONDS);
            assertThat(atBob.label()).isEqualTo("_reliable");
            call.run(() -> {
                channel.send(Unpooled.copiedBuffer("hello", StandardCharsets.UTF_8), true);
                atBob.send(Unpooled.copiedBuffer("good day", StandardCharsets.UTF_8), true);
            });
            assertThat(call.bob.message.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
            assertThat(call.alice.message.get(10, TimeUnit.SECONDS)).isEqualTo("good day");
        }
    }

    @Test
    void shouldTellEachStateOnceAndInOrder() throws Exception {
        try (PeerCall call = new PeerCall()) {
            call.run(() -> {
                call.alice.peer().addReceivers(1);
                call.agree();
            });
            call.alice.connected.get(10, TimeUnit.SECONDS);
            call.bob.connected.get(10, TimeUnit.SECONDS);
            assertThat(call.alice.states).isEqualTo(List.of(PeerState.CONNECTING, PeerState.CONNECTED));
            call.run(() -> call.alice.peer().close());
            assertThat(call.alice.peer().state()).isEqualTo(PeerState.CLOSED);
            assertThat(call.alice.states).hasSize(2);
        }
    }
}
