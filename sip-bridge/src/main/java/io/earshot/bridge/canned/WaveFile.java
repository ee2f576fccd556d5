package io.earshot.bridge.canned;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.G711;
import io.earshot.media.audio.Resampler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** A WAVE file of 16-bit mono PCM, converted to the formats of calls. Immutable. */
final class WaveFile {
    private static final long LONGEST_BYTES = 10_000_000;
    private static final int BLOCK_MS = 20;

    private final short[] pcm;
    private final int rate;

    private WaveFile(short[] pcm, int rate) {
        this.pcm = pcm;
        this.rate = rate;
    }

    /**
     * Reads a file.
     *
     * @throws IOException when it is no such file, or longer than 10 MB
     */
    static WaveFile read(Path file) throws IOException {
        if (Files.size(file) > LONGEST_BYTES) {
            throw new IOException(file + " is longer than 10 MB");
        }
        try (AudioInputStream audio =
                AudioSystem.getAudioInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            javax.sound.sampled.AudioFormat format = audio.getFormat();
            if (format.getChannels() != 1 || format.getSampleSizeInBits() != 16 || format.isBigEndian()) {
                throw new IOException(file + " must be 16-bit PCM with one channel");
            }
            byte[] octets = audio.readAllBytes();
            short[] pcm = new short[octets.length / 2];
            ByteBuffer.wrap(octets)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(pcm);
            return new WaveFile(pcm, (int) format.getSampleRate());
        } catch (UnsupportedAudioFileException e) {
            throw new IOException(file + " is no WAVE file", e);
        }
    }

    /** All of it in that format. */
    byte[] in(AudioFormat format) {
        ByteBuf out = Unpooled.buffer(format.bytes((int) (pcm.length * 1_000L / rate) + BLOCK_MS));
        for (short sample : at(format.sampleRate())) {
            switch (format.encoding()) {
                case PCMU -> out.writeByte(G711.linearToMu(sample));
                case PCMA -> out.writeByte(G711.linearToA(sample));
                case LINEAR16 -> out.writeShortLE(sample);
            }
        }
        byte[] octets = new byte[out.readableBytes()];
        out.readBytes(octets);
        return octets;
    }

    private short[] at(int wanted) {
        if (wanted == rate) {
            return pcm;
        }
        Resampler resampler = new Resampler(rate, wanted);
        short[] all = new short[resampler.maxOutput(pcm.length)];
        int made = resampler.process(pcm, pcm.length, all);
        return java.util.Arrays.copyOf(all, made);
    }
}
