package io.earshot.bridge.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A WAV file of 16-bit linear stereo samples. Until it is closed its header says "to the end of the file", so that what a killed process
 * left can be heard. Confined to the writing thread.
 */
final class WavFile implements StereoFile {
    private static final int HEADER_BYTES = 44;
    private static final long UNKNOWN = 0xFFFF_FFFFL;
    private static final int FRAME_BYTES = 4;

    private final FileChannel file;
    private final int sampleRate;
    private final ByteBuffer buffer = ByteBuffer.allocate(32_768).order(ByteOrder.LITTLE_ENDIAN);
    private long frames;

    private WavFile(FileChannel file, int sampleRate) throws IOException {
        this.file = file;
        this.sampleRate = sampleRate;
        header(UNKNOWN - HEADER_BYTES);
    }

    static WavFile create(Path path, int sampleRate) throws IOException {
        return new WavFile(FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), sampleRate);
    }

    /** Writes the length into the header of a file that a killed process left; false when it is no such file. */
    static boolean mend(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer head = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            if (file.size() < HEADER_BYTES || file.read(head, 0) < HEADER_BYTES || head.getInt(0) != fourCc("RIFF")) {
                return false;
            }
            long data = (file.size() - HEADER_BYTES) / FRAME_BYTES * FRAME_BYTES;
            head.putInt(4, (int) (data + HEADER_BYTES - 8)).putInt(40, (int) data);
            file.write(head.clear(), 0);
            file.truncate(HEADER_BYTES + data);
            file.force(true);
            return true;
        }
    }

    @Override
    public void write(short[] left, short[] right, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (buffer.remaining() < FRAME_BYTES) {
                flush();
            }
            buffer.putShort(left[i]).putShort(right[i]);
        }
        frames += count;
        flush();
    }

    @Override
    public long frames() {
        return frames;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            file.position(0);
            header(frames * FRAME_BYTES);
            file.force(true);
        }
    }

    private void header(long dataBytes) throws IOException {
        buffer.putInt(fourCc("RIFF"))
                .putInt((int) (dataBytes + HEADER_BYTES - 8))
                .putInt(fourCc("WAVE"));
        buffer.putInt(fourCc("fmt ")).putInt(16).putShort((short) 1).putShort((short) 2);
        buffer.putInt(sampleRate)
                .putInt(sampleRate * FRAME_BYTES)
                .putShort((short) FRAME_BYTES)
                .putShort((short) 16);
        buffer.putInt(fourCc("data")).putInt((int) dataBytes);
        flush();
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        buffer.clear();
    }

    private static int fourCc(String name) {
        return name.charAt(0) | (name.charAt(1) << 8) | (name.charAt(2) << 16) | (name.charAt(3) << 24);
    }
}
