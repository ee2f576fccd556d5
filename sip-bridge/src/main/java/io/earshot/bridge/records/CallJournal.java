package io.earshot.bridge.records;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A record of each ended call, as JSON Lines. A record is safe from the death of this process when {@link #add} returns:
 * it is in mapped memory then, and reaches the file within moments; what a killed process left there is written by
 * the next one, nothing twice. Against loss of power the file is forced to disk as configured. Thread-safe: {@code add}
 * may be called from any loop and never waits for a disk; one thread of its own writes.
 */
public final class CallJournal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CallJournal.class);
    private static final int HALF_BYTES = 4 << 20;
    private static final long WRITE_EVERY_MS = 20;

    private final RecordsConfig config;
    private final MappedTail tail;
    private final LineFile file;
    private final Thread writer;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong writeFailures = new AtomicLong();
    private volatile boolean closing;
    private long syncedNs;

    private CallJournal(RecordsConfig config, MappedTail tail, LineFile file) {
        this.config = config;
        this.tail = tail;
        this.file = file;
        this.syncedNs = System.nanoTime();
        this.writer = Thread.ofPlatform().name("call-journal").daemon().unstarted(this::write);
    }

    /**
     * Opens the journal and completes what an earlier process left.
     *
     * @throws IOException when the file or its tail cannot be opened
     */
    public static CallJournal open(RecordsConfig config) throws IOException {
        Path path = Path.of(config.file()).toAbsolutePath();
        Files.createDirectories(path.getParent());
        MappedTail tail = MappedTail.open(path.resolveSibling(path.getFileName() + ".tail"), HALF_BYTES);
        CallJournal journal = new CallJournal(config, tail, new LineFile(path, config.rotateBytes()));
        journal.complete();
        journal.writer.start();
        return journal;
    }

    /** Keeps a record. A journal whose disk is stuck for megabytes of records loses them, and counts them. */
    public void add(CallRecord record) {
        if (!tail.offer(RecordJson.bytes(record))) {
            lost.incrementAndGet();
        }
    }

    /** Records written to the file since the start. */
    public long written() {
        return written.get();
    }

    /** Records lost because nothing could be written for too long. */
    public long lost() {
        return lost.get();
    }

    /** Attempts to write that the disk refused; they are repeated. */
    public long writeFailures() {
        return writeFailures.get();
    }

    /** Writes what is left and closes the file. */
    @Override
    public void close() throws IOException {
        closing = true;
        LockSupport.unpark(writer);
        awaitWriter();
        file.sync();
        file.close();
    }

    private void complete() throws IOException {
        List<byte[]> left = tail.recover();
        Set<String> known = left.isEmpty() ? Set.of() : file.lastLines(4 * HALF_BYTES);
        List<byte[]> missing = left.stream()
                .filter(line -> !known.contains(new String(line, StandardCharsets.UTF_8)))
                .toList();
        if (!missing.isEmpty()) {
            file.append(missing);
            file.sync();
            written.addAndGet(missing.size());
            log.info("call journal: wrote {} records that an earlier process had left", missing.size());
        }
        tail.clearAll();
    }

    private void write() {
        boolean last = false;
        while (!last) {
            last = closing;
            List<byte[]> lines = tail.takeHalf();
            if (lines.isEmpty() || insist(lines)) {
                tail.clearTaken();
            }
            if (!last) {
                pause(WRITE_EVERY_MS);
            }
        }
    }

    /** Writes until the disk takes it; new records gather in the other half meanwhile. False: left to the next process. */
    private boolean insist(List<byte[]> lines) {
        while (true) {
            try {
                file.append(lines);
                written.addAndGet(lines.size());
                syncWhenDue();
                return true;
            } catch (IOException e) {
                if (writeFailures.getAndIncrement() == 0) {
                    log.error("call journal cannot be written; it is tried again: {}", e.getMessage());
                }
                if (closing) {
                    return false;
                }
                pause(1_000);
            }
        }
    }

    private void syncWhenDue() throws IOException {
        long nowNs = System.nanoTime();
        boolean due = switch (config.sync()) {
            case ALWAYS -> true;
            case INTERVAL -> nowNs - syncedNs >= config.syncInterval().toNanos();
            case NEVER -> false;
        };
        if (due) {
            file.sync();
            syncedNs = nowNs;
        }
    }

    private void awaitWriter() {
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits without being interruptible: an interrupt would close the file. */
    private void pause(long ms) {
        if (!closing) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
        }
    }
}
