package io.earshot.bridge.records;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What was said but is not in its file yet, in mapped memory: the operating system keeps it when this process is killed
 * between two instructions, and adding to it never waits for a disk. Two halves: one fills while the other is written
 * out. An entry is its length and its octets; the length is set last, so that a torn entry does not count. Thread-safe
 * because every access holds the lock, none for longer than a copy.
 */
final class MappedTail {
    private static final int LENGTH_BYTES = Integer.BYTES;

    private final ByteBuffer[] halves = new ByteBuffer[2];
    private int filling;
    private int position;
    private boolean taken;

    private MappedTail(MappedByteBuffer whole, int half) {
        halves[0] = whole.slice(0, half);
        halves[1] = whole.slice(half, half);
    }

    /**
     * Maps a file, creating it when it is missing; entries of an earlier process are still in it. All of its space is taken from
     * the disk at once: a full disk must not be met when an entry is added, where it would end the process.
     *
     * @param halfBytes octets of one half
     * @throws IOException when the file cannot be created or mapped
     */
    static MappedTail open(Path file, int halfBytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            reserve(channel, 2L * halfBytes);
            return new MappedTail(channel.map(FileChannel.MapMode.READ_WRITE, 0, 2L * halfBytes), halfBytes);
        }
    }

    /** Writes zeros where the file has nothing yet. */
    static void reserve(FileChannel channel, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
        for (long at = channel.size(); at < bytes; at = channel.size()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - at));
            channel.write(zeros, at);
        }
    }

    /** Adds an entry; false, with nothing added, when this half has no room for it. */
    synchronized boolean offer(byte[] entry) {
        ByteBuffer half = halves[filling];
        int end = position + LENGTH_BYTES + entry.length;
        if (end + LENGTH_BYTES > half.capacity()) {
            return false;
        }
        half.putInt(end, 0);
        half.put(position + LENGTH_BYTES, entry);
        VarHandle.storeStoreFence();
        half.putInt(position, entry.length);
        position = end;
        return true;
    }

    /**
     * The entries of the half that was filling; the other one fills from now on. Until {@link #clearTaken} the same entries are
     * given again.
     */
    synchronized List<byte[]> takeHalf() {
        if (!taken) {
            taken = true;
            filling = 1 - filling;
            position = 0;
        }
        return entries(halves[1 - filling]);
    }

    /** Forgets the half that was taken last: its entries are in their file. */
    synchronized void clearTaken() {
        halves[1 - filling].putInt(0, 0);
        taken = false;
    }

    /** Entries that an earlier process left, older ones first as far as is known. */
    synchronized List<byte[]> recover() {
        List<byte[]> left = new ArrayList<>(entries(halves[0]));
        left.addAll(entries(halves[1]));
        return left;
    }

    /** Forgets everything. */
    synchronized void clearAll() {
        halves[0].putInt(0, 0);
        halves[1].putInt(0, 0);
        filling = 0;
        position = 0;
        taken = false;
    }

    private static List<byte[]> entries(ByteBuffer half) {
        List<byte[]> entries = new ArrayList<>();
        int at = 0;
        while (at + LENGTH_BYTES <= half.capacity()) {
            int length = half.getInt(at);
            if (length <= 0 || length > half.capacity() - at - LENGTH_BYTES) {
                break;
            }
            byte[] entry = new byte[length];
            half.get(at + LENGTH_BYTES, entry);
            entries.add(entry);
            at += LENGTH_BYTES + length;
        }
        return entries;
    }
}
