package io.earshot.ai.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhraseTest {
    private static double level(ByteBuf linear) {
        double sum = 0;
        int samples = linear.readableBytes() / 2;
        for (int i = 0; i < samples; i++) {
            double sample = linear.getShortLE(2 * i) / 32_768.0;
            sum += sample * sample;
        }
        return 10 * Math.log10(sum / samples);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeAudibleSpeechInEveryFormat(Phrase phrase) {
        ByteBuf narrow = phrase.audio(AudioFormat.LINEAR16_8K);
        ByteBuf wide = phrase.audio(AudioFormat.LINEAR16_16K);
        ByteBuf muLaw = phrase.audio(AudioFormat.PCMU_8K);

        assertThat(AudioFormat.PCMU_8K.millis(muLaw.readableBytes())).isBetween(1_000, 8_000);
        assertThat(wide.readableBytes()).isEqualTo(2 * narrow.readableBytes()).isEqualTo(4 * muLaw.readableBytes());
        assertThat(level(narrow)).isBetween(-32.0, -14.0);
        assertThat(level(wide)).isCloseTo(level(narrow), within(1.0));
    }
}
