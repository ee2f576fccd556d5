package io.earshot.bridge.records;

import java.io.IOException;
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

    private MappedTail(MappedByteBuffer whole, int half) {
        halves[0] = whole.slice(0, half);
        halves[1] = whole.slice(half, half);
    }

    /**
     * Maps a file, creating it when it is missing; entries of an earlier process are still in it.
     *
     * @param halfBytes octets of one half
     * @throws IOException when the file cannot be created or mapped
     */
    static MappedTail open(Path file, int halfBytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new MappedTail(channel.map(FileChannel.MapMode.READ_WRITE, 0, 2L * halfBytes), halfBytes);
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
        half.putInt(position, entry.length);
        position = end;
        return true;
    }

    /** The entries of the half that was filling; the other one fills from now on, and must have been cleared. */
    synchronized List<byte[]> takeHalf() {
        int full = filling;
        filling = 1 - full;
        position = 0;
        return entries(halves[full]);
    }

    /** Forgets the half that was taken last: its entries are in their file. */
    synchronized void clearTaken() {
        halves[1 - filling].putInt(0, 0);
    }

    /** Entries that an earlier process left, older ones first as far as is known, and forgets them. */
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
