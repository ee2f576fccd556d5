package io.earshot.bridge.records;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of calls that run, in mapped memory, so that the next process can tell of those that a killed one took with it. A file
 * of slots; a slot is a length and octets, and its length is set last. Thread-safe because every access holds the lock, none for longer
 * than a copy; a thread of its own notes each half second that the process lives.
 *
 * <pre>
 * 0        8             16       4096           8192
 * | unused | alive at ms | unused | slot         | slot …
 *                                 | length octets|
 * </pre>
 */
public final class OpenCalls implements AutoCloseable {
    /** Calls that are noted at once; further ones are counted. */
    static final int SLOTS = 2_048;

    private static final int SLOT_BYTES = 4_096;
    private static final int ALIVE_AT = 8;
    private static final long ALIVE_EVERY_MS = 500;

    private final MappedByteBuffer memory;
    private final Map<String, Integer> taken = new HashMap<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private final AtomicLong missed = new AtomicLong();
    private final List<byte[]> left;
    private final Instant lastAlive;
    private final Thread pulse = Thread.ofVirtual().name("open-calls").unstarted(this::live);

    private OpenCalls(MappedByteBuffer memory) {
        this.memory = memory;
        this.lastAlive = Instant.ofEpochMilli(memory.getLong(ALIVE_AT));
        this.left = all();
        for (int slot = 0; slot < SLOTS; slot++) {
            free.addLast(slot);
        }
    }

    /**
     * Opens the file beside a journal's, creating it when it is missing. All of its space is taken from the disk at once.
     *
     * @throws IOException when it cannot be opened or mapped
     */
    public static OpenCalls open(Path journal) throws IOException {
        Path path = journal.toAbsolutePath();
        long bytes = (long) (SLOTS + 1) * SLOT_BYTES;
        try (FileChannel channel = FileChannel.open(
                path.resolveSibling(path.getFileName() + ".open"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            MappedTail.reserve(channel, bytes);
            OpenCalls open = new OpenCalls(channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes));
            open.pulse.start();
            return open;
        }
    }

    /** What an earlier process knew of calls that did not end before it did. */
    public List<byte[]> left() {
        return left;
    }

    /** When an earlier process was last known to live, to half a second. */
    public Instant lastAlive() {
        return lastAlive;
    }

    /** Forgets what an earlier process left: it is told of elsewhere now. Before the first call. */
    public synchronized void clear() {
        for (int slot = 0; slot < SLOTS; slot++) {
            memory.putInt(at(slot), 0);
        }
        alive();
    }

    /** Notes what is known of a running call now, in place of what was noted before. */
    public synchronized void note(String callId, byte[] json) {
        Integer slot = json.length > SLOT_BYTES - Integer.BYTES ? null : free.pollFirst();
        if (slot == null) {
            missed.incrementAndGet();
            return;
        }
        memory.put(at(slot) + Integer.BYTES, json);
        VarHandle.storeStoreFence();
        memory.putInt(at(slot), json.length);
        alive();
        release(taken.put(callId, slot));
    }

    /** A call is over, and told of elsewhere. */
    public synchronized void over(String callId) {
        release(taken.remove(callId));
    }

    /** Times that a call could not be noted: too many at once, or too much to say. */
    public long missed() {
        return missed.get();
    }

    @Override
    public void close() {
        pulse.interrupt();
    }

    private void release(@Nullable Integer slot) {
        if (slot != null) {
            memory.putInt(at(slot), 0);
            free.addLast(slot);
        }
    }

    private List<byte[]> all() {
        List<byte[]> found = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            int length = memory.getInt(at(slot));
            if (length > 0 && length <= SLOT_BYTES - Integer.BYTES) {
                byte[] octets = new byte[length];
                ByteBuffer from = memory.duplicate();
                from.get(at(slot) + Integer.BYTES, octets);
                found.add(octets);
            }
        }
        return List.copyOf(found);
    }

    private static int at(int slot) {
        return (slot + 1) * SLOT_BYTES;
    }

    private synchronized void alive() {
        memory.putLong(ALIVE_AT, System.currentTimeMillis());
    }

    private void live() {
        try {
            while (true) {
                Thread.sleep(ALIVE_EVERY_MS);
                alive();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
