package io.earshot.tools.simulate.speech;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.AudioDecoder;
import io.earshot.media.codec.AudioEncoder;
import io.earshot.media.codec.Codecs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Phrases are recognised after a telephone line, with its codecs and its losses. */
class TrunkCodecsTest {
    private static final PhraseBank BANK = PhraseBank.load();

    @ParameterizedTest
    @CsvSource({"PCMU,0", "PCMA,0.03", "PCMU,0.05", "G722,0", "G722,0.03", "OPUS,0", "OPUS,0.03"})
    void shouldRecognisePhrasesAfterTheTrunk(AudioCodec codec, double loss) throws Exception {
        for (Phrase phrase : BANK.phrases()) {
            Ear ear = new Ear(BANK, Ear.UNKNOWN);
            int rate = codec.format().sampleRate();
            short[] sent = EarTest.padded(EarTest.recording(phrase.id(), rate), rate, 300, 500, 0.8, 8);
            EarTest.hear(ear, AudioInput.Coding.LINEAR16, rate, transmit(sent, codec, rate / 50, loss));
            assertThat(ear.words().stream().map(HeardWord::text).collect(Collectors.joining(" ")))
                    .as(phrase.id())
                    .isEqualTo(phrase.text());
        }
    }

    private static short[] transmit(short[] sent, AudioCodec codec, int frame, double loss) throws Exception {
        short[] received = new short[sent.length / frame * frame];
        short[] pcm = new short[frame * 4];
        Random random = new Random(9);
        ByteBuf packet = Unpooled.buffer();
        try (AudioEncoder encoder = Codecs.encoder(codec);
                AudioDecoder decoder = Codecs.decoder(codec)) {
            for (int at = 0; at + frame <= sent.length; at += frame) {
                encoder.encode(Arrays.copyOfRange(sent, at, at + frame), frame, packet.clear());
                int samples = random.nextDouble() < loss ? decoder.conceal(pcm, frame) : decoder.decode(packet, pcm);
                System.arraycopy(pcm, 0, received, at, Math.min(frame, samples));
            }
        } finally {
            packet.release();
        }
        return received;
    }
}
