package io.earshot.tools.simulate.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KevinVoiceTest {
    private static final KevinVoice VOICE = new KevinVoice();

    @Test
    void shouldSpeakAudiblyAtTheSpeedOfSpeech() {
        SpokenText spoken = VOICE.speak("On Saturday we are open from nine in the morning until four.");

        double seconds = (double) spoken.samples().length / KevinVoice.SAMPLE_RATE;
        assertThat(seconds).isBetween(2.5, 5.0);
        assertThat(level(spoken.samples())).isGreaterThan(800);
    }

    @Test
    void shouldTellWhereEachWordOfSeveralSentencesIs() {
        SpokenText spoken = VOICE.speak("We are open. Please come in.");

        assertThat(spoken.words())
                .extracting(SpokenWord::text)
                .containsExactly("we", "are", "open", "please", "come", "in");
        double end = 0;
        for (SpokenWord word : spoken.words()) {
            assertThat(word.startS()).isGreaterThanOrEqualTo(end - 1e-6);
            end = word.endS();
            assertThat(end).isGreaterThan(word.startS());
        }
        assertThat(end).isCloseTo((double) spoken.samples().length / KevinVoice.SAMPLE_RATE, within(0.5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "...",
                "\u00e9\u00e8",
                "\uD83D\uDE00",
                "<speak>",
                "Gr\u00fc\u00df Gott",
                "a\u0000b",
                "$$$ 1,000,000.5 %",
                "((("
            })
    void shouldSurviveWhatCannotBeSpoken(String text) {
        assertThat(VOICE.speak(text).samples().length).isLessThan(KevinVoice.SAMPLE_RATE * 12);
    }

    @ParameterizedTest
    @CsvSource({"pcm_s16le,8000,2", "pcm_s16le,44100,2", "pcm_f32le,48000,4", "pcm_mulaw,8000,1", "pcm_alaw,22050,1"})
    void shouldWriteTheSameLengthInEachFormat(String encoding, int rate, int bytes) {
        SpokenText spoken = VOICE.speak("Please come in.");
        Speech speech = Speech.of(spoken, OutputFormat.of(encoding, rate));

        double seconds = (double) spoken.samples().length / KevinVoice.SAMPLE_RATE;
        assertThat(speech.seconds()).isCloseTo(seconds, within(0.01));
        assertThat(speech.audio(0).readableBytes()).isEqualTo(rate / 10 * bytes);
        var base64 = Unpooled.buffer();
        speech.writeBase64(0, base64);
        assertThat(java.util.Base64.getDecoder().decode(base64.toString(StandardCharsets.US_ASCII)))
                .hasSize(rate / 10 * bytes);
    }

    private static double level(short[] samples) {
        double sum = 0;
        for (short sample : samples) {
            sum += sample * sample;
        }
        return Math.sqrt(sum / samples.length);
    }
}
