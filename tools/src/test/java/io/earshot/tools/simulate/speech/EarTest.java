package io.earshot.tools.simulate.speech;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.audio.G711;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EarTest {
    private static final PhraseBank BANK = PhraseBank.load();

    private final Ear ear = new Ear(BANK, Ear.UNKNOWN);

    @ParameterizedTest
    @CsvSource({
        "LINEAR16,16000,1.0,0",
        "LINEAR16,8000,1.0,0",
        "MULAW,8000,1.0,0",
        "ALAW,8000,1.0,37",
        "LINEAR16,48000,0.5,113",
        "MULAW,8000,0.3,77",
        "LINEAR16,24000,1.4,11"
    })
    void shouldRecogniseEachPhraseInEachCodingAndLoudness(String coding, int rate, double gain, int leadMs) {
        for (Phrase phrase : BANK.phrases()) {
            Ear fresh = new Ear(BANK, Ear.UNKNOWN);
            hear(
                    fresh,
                    AudioInput.Coding.valueOf(coding),
                    rate,
                    padded(recording(phrase.id(), rate), rate, leadMs, 400, gain, 30));
            assertThat(text(fresh)).as(phrase.id()).isEqualTo(phrase.text());
        }
    }

    @Test
    void shouldRevealThePhraseWordByWord() {
        short[] samples = padded(recording("opening-hours", 8000), 8000, 200, 0, 1, 10);
        hear(ear, AudioInput.Coding.LINEAR16, 8000, Arrays.copyOf(samples, 8 * 1000));

        assertThat(text(ear)).startsWith("What are your").doesNotContain("Saturday");
        assertThat(ear.ending()).isEqualTo(Ear.Ending.MIDDLE);
    }

    @Test
    void shouldPlaceWordsWhereTheyWereHeard() {
        hear(ear, AudioInput.Coding.LINEAR16, 8000, padded(recording("parking", 8000), 8000, 1000, 300, 1, 10));

        List<HeardWord> words = ear.words();
        assertThat(words).hasSize(9);
        assertThat(words.get(0).startMs()).isBetween(960L, 1120L);
        assertThat(words.get(8).endMs()).isBetween(2900L, 3160L);
        assertThat(ear.onsetMs()).isBetween(980L, 1150L);
    }

    @Test
    void shouldGiveWordsOnlyOnceWhenTheyAreTaken() {
        short[] samples = padded(recording("human", 8000), 8000, 100, 600, 1, 10);
        hear(ear, AudioInput.Coding.LINEAR16, 8000, Arrays.copyOf(samples, 8 * 1500));
        String first = ear.take().stream().map(HeardWord::text).collect(Collectors.joining(" "));
        hear(ear, AudioInput.Coding.LINEAR16, 8000, Arrays.copyOfRange(samples, 8 * 1500, samples.length));

        assertThat(first).startsWith("Please transfer");
        assertThat(first + " " + text(ear)).isEqualTo("Please transfer me to a human.");
    }

    @Test
    void shouldHearTwoPhrasesAfterEachOther() {
        hear(ear, AudioInput.Coding.LINEAR16, 8000, padded(recording("greeting", 8000), 8000, 300, 200, 1, 10));
        hear(ear, AudioInput.Coding.LINEAR16, 8000, padded(recording("parking", 8000), 8000, 200, 300, 1, 10));

        assertThat(text(ear)).isEqualTo("Hello, good morning. Where can I park my car near the shop?");
    }

    @Test
    void shouldSayThatItDoesNotKnowOtherSounds() {
        hear(ear, AudioInput.Coding.LINEAR16, 8000, padded(hum(1800), 8000, 300, 500, 1, 10));

        assertThat(text(ear)).matches("\\[unrecognised speech 1\\.[789] s\\]");
        assertThat(ear.ending()).isEqualTo(Ear.Ending.UNKNOWN);
    }

    @Test
    void shouldHearNothingInNoiseAndClicks() {
        short[] noise = padded(new short[0], 8000, 3000, 0, 1, 80);
        noise[9000] = 30000;
        noise[9001] = -30000;
        hear(ear, AudioInput.Coding.LINEAR16, 8000, noise);

        assertThat(ear.words()).isEmpty();
        assertThat(ear.speaking()).isFalse();
    }

    @Test
    void shouldReadSamplesThatAreCutAnywhere() {
        short[] samples = padded(recording("yes-please", 16000), 16000, 100, 300, 1, 10);
        AudioInput input = new AudioInput(AudioInput.Coding.LINEAR16, 16000);
        ByteBuf bytes = Unpooled.buffer();
        for (short sample : samples) {
            bytes.writeShortLE(sample);
        }
        while (bytes.isReadable()) {
            input.read(bytes.readSlice(Math.min(331, bytes.readableBytes())), frame -> ear.onFrame(frame, 0));
        }

        assertThat(text(ear)).isEqualTo("Yes, please.");
    }

    /** Something voiced that is no phrase of the bank. */
    private static short[] hum(int millis) {
        short[] out = new short[8 * millis];
        for (int i = 0; i < out.length; i++) {
            double t = i / 8000.0;
            out[i] = (short) (6000 * Math.sin(2 * Math.PI * 140 * t) * (1 + 0.5 * Math.sin(2 * Math.PI * 3 * t)));
        }
        return out;
    }

    private static String text(Ear ear) {
        return ear.words().stream().map(HeardWord::text).collect(Collectors.joining(" "));
    }

    static short[] recording(String id, int rate) {
        Wav wav = Wav.read(BANK.wav(id));
        if (rate == wav.sampleRate()) {
            return wav.samples();
        }
        SincResampler resampler = new SincResampler(wav.sampleRate(), rate);
        short[] out = new short[resampler.mostFor(wav.samples().length)];
        return Arrays.copyOf(out, resampler.resample(wav.samples(), wav.samples().length, out));
    }

    static short[] padded(short[] speech, int rate, int beforeMs, int afterMs, double gain, double noise) {
        int before = rate * beforeMs / 1000;
        short[] out = new short[before + speech.length + rate * afterMs / 1000];
        Random random = new Random(7);
        for (int i = 0; i < out.length; i++) {
            int at = i - before;
            double sample = at >= 0 && at < speech.length ? speech[at] * gain : 0;
            out[i] = (short) Math.clamp(Math.round(sample + random.nextGaussian() * noise), -32768, 32767);
        }
        return out;
    }

    static void hear(Ear ear, AudioInput.Coding coding, int rate, short[] samples) {
        ByteBuf bytes = Unpooled.buffer();
        for (short sample : samples) {
            switch (coding) {
                case MULAW -> bytes.writeByte(G711.linearToMu(sample));
                case ALAW -> bytes.writeByte(G711.linearToA(sample));
                case LINEAR16 -> bytes.writeShortLE(sample);
            }
        }
        new AudioInput(coding, rate).read(bytes, frame -> ear.onFrame(frame, 0));
    }
}
