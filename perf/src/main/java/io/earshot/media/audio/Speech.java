package io.earshot.media.audio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Recorded speech to measure with: codecs take less time over silence or a tone. */
public final class Speech {
    private static final String RECORDING = "/phrases/repair-price.wav";
    private static final int WAV_HEADER_BYTES = 44;

    private Speech() {}

    /** Two seconds of speech at 8,000 or 16,000 Hz, cut into packets of 20 ms. */
    public static short[][] packets(int sampleRate) {
        short[] speech = recording();
        if (sampleRate != 16_000) {
            Resampler resampler = new Resampler(16_000, sampleRate);
            short[] out = new short[resampler.maxOutput(speech.length)];
            speech = Arrays.copyOf(out, resampler.process(speech, speech.length, out));
        }
        int frame = sampleRate / 50;
        short[][] packets = new short[100][];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = Arrays.copyOfRange(speech, i * frame, (i + 1) * frame);
        }
        return packets;
    }

    /** The same speech as octets of {@code format}, to be released by the caller. */
    public static ByteBuf octets(AudioFormat format) {
        ByteBuf octets = PooledByteBufAllocator.DEFAULT.directBuffer(format.bytes(2_000));
        for (short[] packet : packets(format.sampleRate())) {
            switch (format.encoding()) {
                case LINEAR16 -> Linear16.write(packet, packet.length, octets);
                case PCMU -> {
                    for (short sample : packet) {
                        octets.writeByte(G711.linearToMu(sample));
                    }
                }
                case PCMA -> {
                    for (short sample : packet) {
                        octets.writeByte(G711.linearToA(sample));
                    }
                }
            }
        }
        return octets;
    }

    private static short[] recording() {
        try (InputStream in = Speech.class.getResourceAsStream(RECORDING)) {
            if (in == null) {
                throw new IllegalStateException(RECORDING + " is not on the class path");
            }
            byte[] wav = in.readAllBytes();
            short[] pcm = new short[(wav.length - WAV_HEADER_BYTES) / 2];
            for (int i = 0; i < pcm.length; i++) {
                int at = WAV_HEADER_BYTES + 2 * i;
                pcm[i] = (short) ((wav[at] & 0xFF) | wav[at + 1] << 8);
            }
            return pcm;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
