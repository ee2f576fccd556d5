package io.earshot.tools.call;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.G711;
import io.earshot.media.audio.Resampler;
import java.util.Arrays;

/** An utterance in the format of the call, ready to be sent. Stateless. */
final class Spoken {
    private Spoken() {}

    /** The octets of {@code utterance} in {@code format}, cut to whole samples. */
    static byte[] encode(Utterance utterance, AudioFormat format) {
        short[] pcm = resample(utterance, format.sampleRate());
        byte[] octets = new byte[pcm.length * format.encoding().bytesPerSample()];
        for (int i = 0; i < pcm.length; i++) {
            switch (format.encoding()) {
                case PCMU -> octets[i] = G711.linearToMu(pcm[i]);
                case PCMA -> octets[i] = G711.linearToA(pcm[i]);
                case LINEAR16 -> {
                    octets[2 * i] = (byte) pcm[i];
                    octets[2 * i + 1] = (byte) (pcm[i] >> 8);
                }
            }
        }
        return octets;
    }

    private static short[] resample(Utterance utterance, int sampleRate) {
        if (utterance.sampleRate() == sampleRate) {
            return utterance.pcm();
        }
        Resampler resampler = new Resampler(utterance.sampleRate(), sampleRate);
        short[] out = new short[resampler.maxOutput(utterance.pcm().length)];
        return Arrays.copyOf(out, resampler.process(utterance.pcm(), utterance.pcm().length, out));
    }
}
