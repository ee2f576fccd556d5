package io.earshot.ai.vad;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.Encoding;
import io.earshot.media.audio.G711;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;

/** Samples at 8 kHz for detectors: recorded speech without silence at its ends, pauses, noise, tones. */
final class TestSpeech {
    static final int RATE = 8_000;

    private TestSpeech() {}

    static short[] recorded(String name) throws Exception {
        try (InputStream in = TestSpeech.class.getResourceAsStream(name)) {
            byte[] wav = in.readAllBytes();
            short[] samples = new short[(wav.length - 44) / 2];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (short) ((wav[44 + 2 * i] & 0xFF) | wav[45 + 2 * i] << 8);
            }
            return samples;
        }
    }

    static short[] silence(int ms) {
        return new short[RATE / 1_000 * ms];
    }

    static short[] tone(int ms, int hertz, double dbfs) {
        short[] samples = silence(ms);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short)
                    (32_767 * Math.sqrt(2) * Math.pow(10, dbfs / 20) * Math.sin(2 * Math.PI * hertz * i / RATE));
        }
        return samples;
    }

    static short[] concat(short[]... parts) {
        short[] all = new short[Arrays.stream(parts).mapToInt(p -> p.length).sum()];
        int at = 0;
        for (short[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** The samples with white noise of {@code dbfs} (root mean square) added. */
    static short[] noisy(short[] samples, double dbfs) {
        Random random = new Random(7);
        double sigma = 32_768 * Math.pow(10, dbfs / 20);
        short[] noisy = new short[samples.length];
        for (int i = 0; i < samples.length; i++) {
            noisy[i] = (short) Math.clamp(Math.round(samples[i] + random.nextGaussian() * sigma), -32_768, 32_767);
        }
        return noisy;
    }

    static ByteBuf packet(short[] samples, int from, int count, AudioFormat format) {
        ByteBuf packet = Unpooled.buffer();
        for (int i = from; i < from + count; i++) {
            short sample = i < samples.length ? samples[i] : 0;
            if (format.encoding() == Encoding.PCMU) {
                packet.writeByte(G711.linearToMu(sample));
            } else if (format.encoding() == Encoding.PCMA) {
                packet.writeByte(G711.linearToA(sample));
            } else {
                packet.writeShortLE(sample);
            }
        }
        return packet;
    }
}
