package io.earshot.tools.simulate.voice;

import io.earshot.media.audio.G711;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Set;

/**
 * How speech is to be written. Immutable.
 *
 * @param coding of a sample
 * @param sampleRate one of {@link #RATES}, in hertz
 */
public record OutputFormat(Coding coding, int sampleRate) {
    /** The rates that can be had. */
    public static final Set<Integer> RATES = Set.of(8_000, 16_000, 22_050, 24_000, 44_100, 48_000);

    /** Codings, by the vendor's names. */
    public enum Coding {
        PCM_S16LE(2),
        PCM_F32LE(4),
        PCM_MULAW(1),
        PCM_ALAW(1);

        private final int bytesPerSample;

        Coding(int bytesPerSample) {
            this.bytesPerSample = bytesPerSample;
        }
    }

    public OutputFormat {
        if (!RATES.contains(sampleRate)) {
            throw new IllegalArgumentException("sample_rate must be one of 8000, 16000, 22050, 24000, 44100, 48000");
        }
    }

    /** The format of the vendor's names; throws IllegalArgumentException saying what is wrong. */
    public static OutputFormat of(String encoding, int sampleRate) {
        for (Coding coding : Coding.values()) {
            if (coding.name().toLowerCase(Locale.ROOT).equals(encoding)) {
                return new OutputFormat(coding, sampleRate);
            }
        }
        throw new IllegalArgumentException("encoding must be one of pcm_s16le, pcm_f32le, pcm_mulaw, pcm_alaw");
    }

    /** Octets of a sample. */
    public int bytesPerSample() {
        return coding.bytesPerSample;
    }

    /** Writes samples that have this format's rate. */
    byte[] write(short[] samples, int from, int count) {
        ByteBuffer out = ByteBuffer.allocate(count * bytesPerSample()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = from; i < from + count; i++) {
            switch (coding) {
                case PCM_S16LE -> out.putShort(samples[i]);
                case PCM_F32LE -> out.putFloat(samples[i] / 32_768f);
                case PCM_MULAW -> out.put(G711.linearToMu(samples[i]));
                case PCM_ALAW -> out.put(G711.linearToA(samples[i]));
            }
        }
        return out.array();
    }
}
