package io.earshot.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.OpusSettings;
import io.earshot.media.sctp.DataChannel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
            assertThat(atBob.level()).isBetween(5_656 * 0.7, 5_656 * 1.4);
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
            String longerThanARecord = "good day ".repeat(5_000);
            call.run(() -> {
                channel.send(Unpooled.copiedBuffer("hello", StandardCharsets.UTF_8), true);
                atBob.send(Unpooled.copiedBuffer(longerThanARecord, StandardCharsets.UTF_8), true);
            });
            assertThat(call.bob.message.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
            assertThat(call.alice.message.get(10, TimeUnit.SECONDS)).isEqualTo(longerThanARecord);
        }
    }

    @Test
    void shouldGoOnOverANewPathAfterAnIceRestart() throws Exception {
        try (PeerCall call = new PeerCall()) {
            ToneEars ears = new ToneEars(AudioFormat.PCMU_8K, 300);
            call.bob.ears = track -> track.listen(AudioFormat.PCMU_8K, ears);
            call.run(() -> {
                call.alice.peer().addAudio(AudioSendOptions.pcmu("voice"), new Tone(AudioFormat.PCMU_8K, 440));
                call.agree();
            });
            ears.full.get(10, TimeUnit.SECONDS);
            ToneEars after = new ToneEars(AudioFormat.PCMU_8K, 600);
            call.run(() -> {
                String before = call.alice.peer().createOffer();
                call.alice.peer().restartIce();
                call.agree();
                assertThat(before).isNotEqualTo(call.alice.peer().createOffer());
                call.bob.tracks.getFirst().listen(AudioFormat.PCMU_8K, after);
            });
            assertThat(after.full.get(10, TimeUnit.SECONDS).share(440)).isGreaterThan(0.9);
            assertThat(call.bob.tracks).hasSize(1);
            assertThat(call.bob.peer().state()).isEqualTo(PeerState.CONNECTED);
        }
    }

    @Test
    void shouldRefuseAnotherCertificateLater() throws Exception {
        try (PeerCall call = new PeerCall()) {
            call.run(() -> {
                call.alice.peer().addReceivers(1);
                call.agree();
                String offer = call.alice.peer().createOffer();
                String answer = call.bob.peer().acceptOffer(offer);
                String forged = answer.replaceAll("fingerprint:sha-256 ..", "fingerprint:sha-256 00");
                assertThatThrownBy(() -> call.alice.peer().acceptAnswer(forged))
                        .hasMessage("the certificate fingerprint has changed");
                call.alice.peer().acceptAnswer(answer);
            });
            call.alice.connected.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldLetItsUserCloseFromWithinEachCallback() throws Exception {
        try (PeerCall call = new PeerCall()) {
            CompletableFuture<Boolean> closed = new CompletableFuture<>();
            call.bob.ears = track -> track.listen(AudioFormat.LINEAR16_16K, (audio, atNs, concealed) -> {
                call.bob.peer().close();
                call.bob.peer().close();
                call.loop.execute(() -> closed.complete(true));
            });
            Tone tone = new Tone(AudioFormat.LINEAR16_16K, 440) {
                @Override
                public int read(ByteBuf out, int maxBytes) {
                    if (reads == 10) {
                        call.alice.peer().close();
                    }
                    return super.read(out, maxBytes);
                }
            };
            call.run(() -> {
                call.alice.peer().addAudio(options(AudioCodec.OPUS, AudioFormat.LINEAR16_16K, false), tone);
                call.agree();
            });
            closed.get(10, TimeUnit.SECONDS);
            assertThat(call.bob.peer().state()).isEqualTo(PeerState.CLOSED);
        }
    }

    @Test
    void shouldCloseItselfAndSayWhyWhenAUserThrows() throws Exception {
        try (PeerCall call = new PeerCall()) {
            call.bob.ears = track -> track.listen(AudioFormat.PCMU_8K, (audio, atNs, concealed) -> {
                throw new IllegalStateException("a bug of the user");
            });
            call.run(() -> {
                call.alice.peer().addAudio(AudioSendOptions.pcmu("voice"), new Tone(AudioFormat.PCMU_8K, 440));
                call.agree();
            });
            assertThat(call.bob.faulty.get(10, TimeUnit.SECONDS)).hasMessage("a bug of the user");
            assertThat(call.bob.peer().state()).isEqualTo(PeerState.CLOSED);
            call.bob.fault = null;
        }
    }

    @Test
    void shouldLeaveNothingOnTheLoopWhenClosed() throws Exception {

        try (PeerCall call = new PeerCall()) {
            long before = call.loop.call(() -> pinned());
            for (int i = 0; i < 5; i++) {
                call.renew();
                ToneEars ears = new ToneEars(AudioFormat.LINEAR16_16K, 200);
                call.bob.ears = track -> track.listen(AudioFormat.LINEAR16_16K, ears);
                call.run(() -> {
                    call.alice
                            .peer()
                            .addAudio(
                                    options(AudioCodec.OPUS, AudioFormat.LINEAR16_16K, true),
                                    new Tone(AudioFormat.LINEAR16_16K, 440));
                    call.alice.peer().createDataChannel("x", true, -1);
                    call.agree();
                });
                ears.full.get(10, TimeUnit.SECONDS);
                call.run(call::hangUp);
            }
            call.run(() -> assertThat(call.loop.streams()).isZero());
            assertThat(call.loop.call(() -> pinned())).isLessThanOrEqualTo(before);
        }
    }

    /** Memory of buffers that are in use. */
    private static long pinned() {
        return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
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
