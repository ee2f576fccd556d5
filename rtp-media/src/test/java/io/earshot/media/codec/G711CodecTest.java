package io.earshot.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.audio.G711;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class G711CodecTest {
    @ParameterizedTest
    @EnumSource(
            value = AudioCodec.class,
            names = {"PCMU", "PCMA"})
    void shouldDecodeWhatItEncodedWithinAQuantisationStep(AudioCodec codec) {
        short[] voice = TestSignals.voice(140, 8_000, 160);
        short[] back = new short[AudioDecoder.MAX_SAMPLES];
        ByteBuf payload = Unpooled.buffer();
        try (AudioEncoder encoder = Codecs.encoder(codec);
                AudioDecoder decoder = Codecs.decoder(codec)) {
            encoder.encode(voice, 160, payload);
            assertThat(payload.readableBytes()).isEqualTo(160);
            assertThat(decoder.decode(payload, back)).isEqualTo(160);
        }
        assertThat(payload.readableBytes()).isEqualTo(160);
        assertThat(TestSignals.snr(voice, back, 0, 0, 160)).isGreaterThan(33);
    }

    @ParameterizedTest
    @EnumSource(
            value = AudioCodec.class,
            names = {"PCMU", "PCMA"})
    void shouldDecodeEachOctetByTheLawOfItsCodec(AudioCodec codec) {
        ByteBuf payload = Unpooled.buffer();
        for (int octet = 0; octet < 256; octet++) {
            payload.writeByte(octet);
        }
        short[] pcm = new short[256];
        try (AudioDecoder decoder = Codecs.decoder(codec)) {
            assertThat(decoder.decode(payload, pcm)).isEqualTo(256);
        }
        for (int octet = 0; octet < 256; octet++) {
            byte value = (byte) octet;
            assertThat(pcm[octet]).isEqualTo(codec == AudioCodec.PCMU ? G711.muToLinear(value) : G711.aToLinear(value));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AudioCodec.class,
            names = {"PCMU", "PCMA", "G722"})
    void shouldDecodeNothingFromAnEmptyOrOversizePayload(AudioCodec codec) {
        short[] pcm = new short[AudioDecoder.MAX_SAMPLES];
        try (AudioDecoder decoder = Codecs.decoder(codec)) {
            assertThat(decoder.decode(Unpooled.EMPTY_BUFFER, pcm)).isZero();
            assertThat(decoder.decode(Unpooled.wrappedBuffer(new byte[AudioDecoder.MAX_SAMPLES + 1]), pcm))
                    .isZero();
            assertThat(decoder.decode(Unpooled.wrappedBuffer(new byte[161]), new short[160]))
                    .isZero();
        }
    }
}
