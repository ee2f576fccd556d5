package io.earshot.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpusTest {
    private static final int RATE = 16_000;

    @Test
    void shouldBeOfferedOnThisPlatform() {
        assertThat(Codecs.available(AudioCodec.OPUS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 40, 60})
    void shouldCarryAVoiceThroughARoundTripInEachPacketTime(int millis) {
        int frame = 16 * millis;
        short[] voice = TestSignals.voice(140, RATE, 2 * RATE / frame * frame);
        short[] back = new short[voice.length];
        List<ByteBuf> packets = encode(new OpusSettings(5, 32_000, false, 0, false), voice, frame);
        short[] pcm = new short[AudioDecoder.MAX_SAMPLES];
        try (AudioDecoder decoder = Codecs.decoder(AudioCodec.OPUS)) {
            for (int i = 0; i < packets.size(); i++) {
                assertThat(decoder.decode(packets.get(i), pcm)).isEqualTo(frame);
                System.arraycopy(pcm, 0, back, i * frame, frame);
            }
        }
        for (int hertz : new int[] {140, 280, 420, 560}) {
            double sent = TestSignals.amplitude(voice, RATE / 2, 3 * RATE / 2, hertz, RATE);
            double heard = TestSignals.amplitude(back, RATE / 2, 3 * RATE / 2, hertz, RATE);
            assertThat(heard).as("%d Hz", hertz).isBetween(sent * 0.8, sent * 1.25);
        }
    }

    @ParameterizedTest
    @CsvSource({"8000, 8000", "16000, 48000", "24000, 24000", "48000, 48000", "48000, 8000", "8000, 48000"})
    void shouldEncodeAndDecodeAtTheRateOfWhoeverUsesIt(int from, int to) {
        short[] tone = TestSignals.tone(440, 8_000, from, 2 * from);
        short[] back = new short[2 * to];
        ByteBuf packet = Unpooled.buffer();
        try (AudioEncoder encoder = Codecs.opusEncoder(OpusSettings.DEFAULT, from);
                AudioDecoder decoder = Codecs.decoder(AudioCodec.OPUS, to)) {
            assertThat(encoder.sampleRate()).isEqualTo(from);
            assertThat(decoder.sampleRate()).isEqualTo(to);
            short[] pcm = new short[decoder.maxSamples()];
            for (int i = 0; i < 100; i++) {
                encoder.encode(
                        java.util.Arrays.copyOfRange(tone, i * from / 50, (i + 1) * from / 50),
                        from / 50,
                        packet.clear());
                assertThat(decoder.decode(packet, pcm)).isEqualTo(to / 50);
                System.arraycopy(pcm, 0, back, i * to / 50, to / 50);
            }
        }
        assertThat(TestSignals.amplitude(back, to, 2 * to, 440, to)).isBetween(7_000.0, 9_000.0);
        double rms = TestSignals.rms(back, to, 2 * to);
        assertThat(rms).isBetween(5_656 * 0.9, 5_656 * 1.1);
    }

    @Test
    void shouldRefuseAPacketTimeItCannotPack() {
        try (AudioEncoder encoder = Codecs.encoder(AudioCodec.OPUS)) {
            assertThatThrownBy(() -> encoder.encode(new short[480], 480, Unpooled.buffer()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldRecoverALostFrameFromThePacketAfterItBetterThanByConcealing() {
        short[] voice = changingVoice();
        List<ByteBuf> packets = encode(new OpusSettings(5, 32_000, true, 20, false), voice, 320);
        double concealed = 0;
        double recovered = 0;
        for (int lost = 20; lost < 90; lost += 5) {
            short[] truth = decodeWithLoss(packets, -1, false, lost);
            concealed += distance(truth, decodeWithLoss(packets, lost, false, lost));
            recovered += distance(truth, decodeWithLoss(packets, lost, true, lost));
        }
        assertThat(recovered).isLessThan(concealed * 0.7);
    }

    @Test
    void shouldConcealAnyNumberOfSamplesAndFadeOut() {
        short[] pcm = new short[4_000];
        try (AudioDecoder decoder = Codecs.decoder(AudioCodec.OPUS)) {
            for (ByteBuf packet : encode(OpusSettings.DEFAULT, TestSignals.voice(120, RATE, RATE), 320)) {
                decoder.decode(packet, pcm);
            }
            assertThat(decoder.conceal(pcm, 320)).isEqualTo(320);
            assertThat(TestSignals.rms(pcm, 0, 320)).isGreaterThan(500);
            for (int samples : new int[] {1, 39, 41, 2_160}) {
                assertThat(decoder.conceal(pcm, samples)).isEqualTo(samples);
            }
            assertThat(decoder.conceal(pcm, 4_000)).isEqualTo(4_000);
            assertThat(pcm).containsOnly(0);
        }
    }

    @Test
    void shouldSpendMoreOctetsOnAHigherBitrateAndFewOnSilenceWithDtx() {
        short[] voice = changingVoice();
        int low = octets(encode(new OpusSettings(5, 12_000, false, 0, false), voice, 320));
        int high = octets(encode(new OpusSettings(5, 40_000, false, 0, false), voice, 320));
        assertThat(high).isGreaterThan(2 * low);
        List<ByteBuf> silence = encode(new OpusSettings(5, 24_000, false, 0, true), new short[2 * RATE], 320);
        assertThat(silence.stream().skip(50).filter(packet -> packet.readableBytes() <= 2))
                .hasSizeGreaterThan(35);
    }

    @Test
    void shouldSpendMoreOnRedundancyWhenThePeerLosesMore() {
        short[] voice = changingVoice();
        OpusSettings settings = new OpusSettings(5, 24_000, true, 0, false);
        assertThat(octetsWithExpectedLoss(settings, voice, 0))
                .isNotEqualTo(octetsWithExpectedLoss(settings, voice, 25));
    }

    @Test
    void shouldDecodeNothingFromEmptyOversizeOrMalformedPayloads() {
        short[] pcm = new short[AudioDecoder.MAX_SAMPLES];
        try (AudioDecoder decoder = Codecs.decoder(AudioCodec.OPUS)) {
            assertThat(decoder.decode(Unpooled.EMPTY_BUFFER, pcm)).isZero();
            assertThat(decoder.decode(Unpooled.wrappedBuffer(new byte[9_000]), pcm))
                    .isZero();
            byte[] codeThreeWithoutFrames = {(byte) 0xFF, 0};
            assertThat(decoder.decode(Unpooled.wrappedBuffer(codeThreeWithoutFrames), pcm))
                    .isZero();
            byte[] twoEqualFramesOfOddLength = {0x49, 1, 2, 3};
            assertThat(decoder.decode(Unpooled.wrappedBuffer(twoEqualFramesOfOddLength), pcm))
                    .isZero();
            assertThat(decoder.decode(Unpooled.wrappedBuffer(new byte[] {8, 0, 0}), new short[160]))
                    .isZero();
            assertThat(decoder.recover(Unpooled.EMPTY_BUFFER, pcm, 320)).isEqualTo(320);
            assertThat(decoder.recover(Unpooled.wrappedBuffer(codeThreeWithoutFrames), pcm, 320))
                    .isEqualTo(320);
        }
    }

    @Test
    void shouldRefuseUseAfterCloseInsteadOfTouchingFreedMemory() {
        AudioDecoder decoder = Codecs.decoder(AudioCodec.OPUS);
        AudioEncoder encoder = Codecs.encoder(AudioCodec.OPUS);
        for (int i = 0; i < 2; i++) {
            decoder.close();
            encoder.close();
        }
        short[] pcm = new short[320];
        assertThatThrownBy(() -> decoder.decode(Unpooled.wrappedBuffer(new byte[] {8}), pcm))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> decoder.conceal(pcm, 320)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> encoder.encode(pcm, 320, Unpooled.buffer())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldSayWhyItIsMissingOnAPlatformWithoutALibrary() {
        OpusLibrary.Outcome outcome = OpusLibrary.load(OpusLibrary.resource("SunOS", "sparcv9"));
        assertThat(outcome.symbols()).isNull();
        assertThat(outcome.failure()).contains("sunos/sparcv9");
    }

    @Test
    void shouldFindTheLibraryOfBothSupportedMachines() {
        ClassLoader loader = OpusTest.class.getClassLoader();
        assertThat(loader.getResource(OpusLibrary.resource("Linux", "amd64"))).isNotNull();
        assertThat(loader.getResource(OpusLibrary.resource("Linux", "aarch64"))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"-1, 24000, 5", "11, 24000, 5", "5, 500, 5", "5, 900000, 5", "5, 24000, 101"})
    void shouldRefuseSettingsOutOfRange(int complexity, int bitrate, int loss) {
        assertThatThrownBy(() -> new OpusSettings(complexity, bitrate, true, loss, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int octetsWithExpectedLoss(OpusSettings settings, short[] voice, int percent) {
        ByteBuf out = Unpooled.buffer();
        try (AudioEncoder encoder = Codecs.opusEncoder(settings)) {
            encoder.expectLoss(percent);
            short[] piece = new short[320];
            for (int from = 0; from < voice.length; from += 320) {
                System.arraycopy(voice, from, piece, 0, 320);
                encoder.encode(piece, 320, out);
            }
        }
        return out.readableBytes();
    }

    /** A voice whose pitch and level wander, so that repeating the past predicts it badly. */
    private static short[] changingVoice() {
        short[] pcm = new short[2 * RATE];
        double phase = 0;
        for (int i = 0; i < pcm.length; i++) {
            double t = (double) i / RATE;
            phase += 2 * Math.PI * (140 + 60 * Math.sin(2 * Math.PI * 2.3 * t)) / RATE;
            double level = 0.55 + 0.45 * Math.sin(2 * Math.PI * 3.7 * t);
            double sum = Math.sin(phase) + 0.6 * Math.sin(2 * phase + 1) + 0.4 * Math.sin(5 * phase + 2);
            pcm[i] = (short) (7_000 * level * sum);
        }
        return pcm;
    }

    private static List<ByteBuf> encode(OpusSettings settings, short[] pcm, int frame) {
        List<ByteBuf> packets = new ArrayList<>();
        short[] piece = new short[frame];
        try (AudioEncoder encoder = Codecs.opusEncoder(settings)) {
            for (int from = 0; from + frame <= pcm.length; from += frame) {
                System.arraycopy(pcm, from, piece, 0, frame);
                ByteBuf out = Unpooled.buffer();
                encoder.encode(piece, frame, out);
                packets.add(out);
            }
        }
        return packets;
    }

    /** The frame number {@code wanted} of a stream in which packet {@code lost} did not arrive. */
    private static short[] decodeWithLoss(List<ByteBuf> packets, int lost, boolean recover, int wanted) {
        short[] pcm = new short[AudioDecoder.MAX_SAMPLES];
        try (AudioDecoder decoder = Codecs.decoder(AudioCodec.OPUS)) {
            for (int i = 0; i <= wanted; i++) {
                if (i != lost) {
                    decoder.decode(packets.get(i), pcm);
                } else if (recover) {
                    decoder.recover(packets.get(i + 1), pcm, 320);
                } else {
                    decoder.conceal(pcm, 320);
                }
            }
        }
        short[] frame = new short[320];
        System.arraycopy(pcm, 0, frame, 0, 320);
        return frame;
    }

    private static double distance(short[] a, short[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.pow(a[i] - b[i], 2);
        }
        return sum;
    }

    private static int octets(List<ByteBuf> packets) {
        return packets.stream().mapToInt(ByteBuf::readableBytes).sum();
    }
}
