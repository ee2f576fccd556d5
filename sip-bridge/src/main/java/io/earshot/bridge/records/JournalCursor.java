package io.earshot.bridge.records;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader of a journal has come, in a file of two slots that are written in turn, each with a checksum: whenever the process
 * dies, the newer whole one holds. After a loss of power the place may be an older one: what was read since is read again.
 * Confined to one thread, but for {@link #position}.
 */
public final class JournalCursor implements AutoCloseable {
    private static final int SLOT_BYTES = 128;
    private static final int MOST_SEGMENT_BYTES = SLOT_BYTES - 3 * Long.BYTES - Short.BYTES;

    private final FileChannel file;
    private final boolean fresh;
    private volatile JournalPosition position;
    private long sequence;

    private JournalCursor(FileChannel file, @Nullable Slot newest, JournalPosition otherwise) {
        this.file = file;
        this.fresh = newest == null;
        this.position = newest == null ? otherwise : newest.position();
        this.sequence = newest == null ? 0 : newest.sequence();
    }

    private record Slot(long sequence, JournalPosition position) {}

    /**
     * Opens the file. When it has nothing yet it begins at {@code ifNew}; when it has but nothing whole, at the journal's start, because
     * reading twice is better than not at all.
     *
     * @throws IOException when the file cannot be read or written
     */
    public static JournalCursor open(Path path, JournalPosition ifNew) throws IOException {
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Slot first = read(file, 0);
        Slot second = read(file, 1);
        Slot newest = first == null || (second != null && second.sequence() > first.sequence()) ? second : first;
        JournalCursor cursor = new JournalCursor(file, newest, file.size() == 0 ? ifNew : JournalPosition.START);
        if (newest == null) {
            cursor.advance(cursor.position());
            cursor.sync();
        }
        return cursor;
    }

    /** Whether the file had no place to go on from. */
    public boolean fresh() {
        return fresh;
    }

    /** Everything before this was dealt with. */
    public JournalPosition position() {
        return position;
    }

    /** Remembers that everything before {@code next} was dealt with: safe from the death of this process when it returns. */
    public void advance(JournalPosition next) throws IOException {
        byte[] segment = next.segment().getBytes(StandardCharsets.UTF_8);
        if (segment.length > MOST_SEGMENT_BYTES) {
            throw new IllegalArgumentException("name of a segment too long");
        }
        sequence++;
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        slot.position(Long.BYTES);
        slot.putLong(sequence)
                .putLong(next.offset())
                .putShort((short) segment.length)
                .put(segment);
        slot.putLong(0, checksum(slot));
        slot.clear();
        long at = (sequence & 1) * SLOT_BYTES;
        while (slot.hasRemaining()) {
            file.write(slot, at + slot.position());
        }
        position = next;
    }

    /** Waits until the disk has it. */
    public void sync() throws IOException {
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        file.force(false);
        file.close();
    }

    private static @Nullable Slot read(FileChannel file, int index) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        long at = (long) index * SLOT_BYTES;
        while (slot.hasRemaining() && file.read(slot, at + slot.position()) > 0) {
            // until the slot is full or the file ends
        }
        if (slot.hasRemaining() || slot.getLong(0) != checksum(slot)) {
            return null;
        }
        slot.position(Long.BYTES);
        long sequence = slot.getLong();
        long offset = slot.getLong();
        int length = slot.getShort();
        if (sequence <= 0 || length < 0 || length > MOST_SEGMENT_BYTES) {
            return null;
        }
        byte[] segment = new byte[length];
        slot.get(segment);
        return new Slot(sequence, new JournalPosition(new String(segment, StandardCharsets.UTF_8), offset));
    }

    private static long checksum(ByteBuffer slot) {
        CRC32C sum = new CRC32C();
        sum.update(slot.slice(Long.BYTES, SLOT_BYTES - Long.BYTES));
        return sum.getValue();
    }
}
