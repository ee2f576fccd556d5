package io.earshot.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vectors hold speech, a chirp, loud noise, a clipped square wave and near silence; they were coded and decoded with
 * the ITU-T G.191 reference implementation of G.722 (mode 1), against which this codec must be bit-exact.
 */
class G722Test {
    private static final int DELAY = 22;

    @ParameterizedTest
    @ValueSource(ints = {160, 320, 640, 960, 2, 354})
    void shouldEncodeBitExactlyAsTheReferenceInPacketsOfAnyLength(int samples) throws IOException {
        short[] input = pcm("g722-input.pcm");
        assertThat(encode(input, samples)).isEqualTo(bytes("g722-coded.bin"));
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 160, 320, 480, 1, 177})
    void shouldDecodeBitExactlyAsTheReferenceInPacketsOfAnyLength(int octets) throws IOException {
        assertThat(decode(bytes("g722-coded.bin"), octets)).isEqualTo(pcm("g722-decoded.pcm"));
    }

    @Test
    void shouldKeepToneOfEachBandThroughARoundTrip() {
        for (int hertz : new int[] {300, 1_000, 3_000, 6_000}) {
            short[] tone = TestSignals.tone(hertz, 8_000, 16_000, 8_000);
            short[] back = decode(encode(tone, 320), 160);
            assertThat(TestSignals.snr(tone, back, DELAY, 2_000, 7_000))
                    .as("%d Hz", hertz)
                    .isGreaterThan(hertz < 4_000 ? 25 : 12);
        }
    }

    @Test
    void shouldRefuseAnOddNumberOfSamples() {
        try (AudioEncoder encoder = Codecs.encoder(AudioCodec.G722)) {
            assertThatThrownBy(() -> encoder.encode(new short[3], 3, Unpooled.buffer()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    static byte[] encode(short[] input, int samples) {
        ByteBuf out = Unpooled.buffer();
        try (AudioEncoder encoder = Codecs.encoder(AudioCodec.G722)) {
            for (int from = 0; from < input.length; from += samples) {
                short[] packet = Arrays.copyOfRange(input, from, Math.min(input.length, from + samples));
                encoder.encode(packet, packet.length, out);
            }
        }
        byte[] coded = new byte[out.readableBytes()];
        out.readBytes(coded).release();
        return coded;
    }

    static short[] decode(byte[] coded, int octets) {
        short[] pcm = new short[2 * coded.length];
        short[] packet = new short[AudioDecoder.MAX_SAMPLES];
        try (AudioDecoder decoder = Codecs.decoder(AudioCodec.G722)) {
            for (int from = 0; from < coded.length; from += octets) {
                int length = Math.min(octets, coded.length - from);
                int samples = decoder.decode(Unpooled.wrappedBuffer(coded, from, length), packet);
                assertThat(samples).isEqualTo(2 * length);
                System.arraycopy(packet, 0, pcm, 2 * from, samples);
            }
        }
        return pcm;
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = G722Test.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static short[] pcm(String name) throws IOException {
        byte[] bytes = bytes(name);
        short[] pcm = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(pcm);
        return pcm;
    }
}
