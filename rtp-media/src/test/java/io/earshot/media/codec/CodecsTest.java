package io.earshot.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodecsTest {
    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void shouldMakeEncoderAndDecoderOfTheSameRate(AudioCodec codec) {
        try (AudioEncoder encoder = Codecs.encoder(codec);
                AudioDecoder decoder = Codecs.decoder(codec)) {
            assertThat(encoder.sampleRate())
                    .isEqualTo(decoder.sampleRate())
                    .isEqualTo(codec.format().sampleRate());
        }
    }

    @Test
    void shouldWarmUpAnyNumberOfTimes() {
        assertThatCode(() -> {
                    Codecs.warm();
                    Codecs.warm();
                })
                .doesNotThrowAnyException();
    }
}
