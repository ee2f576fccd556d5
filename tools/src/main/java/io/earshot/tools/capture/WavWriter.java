package io.earshot.tools.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Writes a WAV file of 16-bit linear samples, mono or stereo, as they come. The header is made right by {@link #close()}; until
 * then it says "to the end of the file", so that the file of a killed process can still be heard. Confined to one thread.
 */
public final class WavWriter implements Closeable {
    private static final int BUFFER_BYTES = 32_768;
    private static final long MAX_DATA_BYTES = 0xFFFF_FFFFL - WavHeader.BYTES;

    private final FileChannel file;
    private final int sampleRate;
    private final int channels;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long dataBytes;

    private WavWriter(FileChannel file, int sampleRate, int channels) {
        this.file = file;
        this.sampleRate = sampleRate;
        this.channels = channels;
    }

    /**
     * Creates {@code path}, replacing what was there.
     *
     * @param sampleRate frames a second
     * @param channels 1, or 2 with left before right
     * @throws IOException when the file cannot be written
     */
    public static WavWriter create(Path path, int sampleRate, int channels) throws IOException {
        if (sampleRate < 1 || channels < 1 || channels > 2) {
            throw new IllegalArgumentException(sampleRate + " Hz, " + channels + " channels");
        }
        FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        WavWriter writer = new WavWriter(file, sampleRate, channels);
        WavHeader.write(writer.buffer, sampleRate, channels, 0xFFFF_FFFFL - WavHeader.BYTES);
        writer.flush();
        return writer;
    }

    /** Appends {@code count} samples from {@code offset}; in stereo left and right alternate. */
    public void write(short[] samples, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, samples.length);
        if (count % channels != 0) {
            throw new IllegalArgumentException(count + " samples for " + channels + " channels");
        }
        for (int i = offset; i < offset + count; i++) {
            append(samples[i]);
        }
    }

    /** Appends {@code frames} frames to a stereo file, from a buffer for each side. */
    public void write(short[] left, short[] right, int frames) throws IOException {
        if (channels != 2) {
            throw new IllegalStateException("not a stereo file");
        }
        for (int i = 0; i < frames; i++) {
            append(left[i]);
            append(right[i]);
        }
    }

    /** Appends {@code frames} frames of silence. */
    public void silence(long frames) throws IOException {
        for (long i = 0; i < frames * channels; i++) {
            append((short) 0);
        }
    }

    /** Frames written so far: samples of each channel. */
    public long frames() {
        return dataBytes / (2L * channels);
    }

    /** Writes what is buffered and the final header. May be called again. */
    @Override
    public void close() throws IOException {
        if (!file.isOpen()) {
            return;
        }
        try (file) {
            flush();
            WavHeader.write(buffer, sampleRate, channels, dataBytes);
            file.position(0);
            flush();
        }
    }

    private void append(short sample) throws IOException {
        if (dataBytes >= MAX_DATA_BYTES - 4) {
            throw new IOException("a WAV file holds at most 4 GB");
        }
        if (buffer.remaining() < 2) {
            flush();
        }
        buffer.putShort(sample);
        dataBytes += 2;
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        buffer.clear();
    }
}
