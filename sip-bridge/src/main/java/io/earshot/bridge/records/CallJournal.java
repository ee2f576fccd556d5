package io.earshot.bridge.records;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final long RETRY_MS = 1_000;
    private static final Pattern CALL_ID = Pattern.compile("\"callId\":\"([^\"]+)\"");

    private final JournalConfig config;
    private final MappedTail tail;
    private final LineFile file;
    private final Segments segments;
    private final JournalKeeper keeper;
    private final JournalPosition openedAt;
    private final Thread writer;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong writeFailures = new AtomicLong();
    private final AtomicLong syncFailures = new AtomicLong();
    private volatile Committed committed;
    private volatile String trouble = "";
    private volatile boolean closing;
    private long syncedNs;

    /**
     * What readers may read of the file that is written. Immutable.
     *
     * @param rotation changes before and after the file gets another name; odd in between
     */
    record Committed(long rotation, long bytes) {
        boolean rotating() {
            return rotation % 2 != 0;
        }
    }

    private CallJournal(JournalConfig config, MappedTail tail, LineFile file, Segments segments) throws IOException {
        this.config = config;
        this.tail = tail;
        this.file = file;
        this.segments = segments;
        this.openedAt = new JournalPosition(segments.id(config.file()), file.size());
        this.keeper = new JournalKeeper(config, segments);
        this.syncedNs = System.nanoTime();
        this.writer = Thread.ofPlatform().name("call-journal").daemon().unstarted(this::write);
        complete();
        this.committed = new Committed(0, file.size());
    }

    /**
     * Opens the journal and completes what an earlier process left.
     *
     * @throws IOException when the file or its tail cannot be opened
     */
    public static CallJournal open(JournalConfig config) throws IOException {
        Path path = config.file().toAbsolutePath();
        Files.createDirectories(path.getParent());
        MappedTail tail = MappedTail.open(path.resolveSibling(path.getFileName() + ".tail"), HALF_BYTES);
        CallJournal journal = new CallJournal(config, tail, new LineFile(path), new Segments(path));
        journal.writer.start();
        journal.keeper.start();
        return journal;
    }

    /** Keeps a record. A journal whose disk is stuck for megabytes of records loses them, and counts them. */
    public void add(CallRecord record) {
        add(RecordJson.bytes(record));
    }

    /** Keeps a line of JSON. */
    public void add(byte[] json) {
        if (!tail.offer(json)) {
            lost.incrementAndGet();
        }
    }

    /**
     * Ids of the calls whose records were written last, some megabytes of them.
     *
     * @throws IOException when the file cannot be read
     */
    public Set<String> latestCallIds() throws IOException {
        Set<String> ids = new HashSet<>();
        for (String line : known()) {
            Matcher id = CALL_ID.matcher(line);
            if (id.find()) {
                ids.add(id.group(1));
            }
        }
        return ids;
    }

    /** Calls {@code woken} after lines were written, on the writing thread: it must return at once. */
    public void onWritten(Runnable woken) {
        listeners.add(woken);
    }

    /** Reads from {@code from} on; a place from before a crash is corrected for what the crash took. */
    public JournalReader read(JournalPosition from) {
        boolean beyond = from.segment().equals(openedAt.segment()) && from.offset() > openedAt.offset();
        return new JournalReader(
                this::committed, segments, beyond && !from.segment().isEmpty() ? openedAt : from);
    }

    /** The end of what an earlier process had written when this journal was opened, for a reader that comes new. */
    public JournalPosition opened() throws IOException {
        if (!openedAt.segment().isEmpty()) {
            return openedAt;
        }
        List<Path> aside = segments.aside();
        return aside.isEmpty() ? JournalPosition.START : JournalPosition.endOf(segments.id(aside.getLast()));
    }

    /** Octets from a place to the end, as they lie on the disk (compressed files count with what they take). */
    public long bytesAfter(JournalPosition from) {
        try {
            Committed now = committed;
            if (from.segment().equals(segments.id(segments.active()))) {
                return Math.max(0, now.bytes() - from.offset());
            }
            long bytes = now.bytes();
            boolean behind = from.segment().isEmpty() || !segments.knows(from.segment());
            for (Path file : segments.aside()) {
                if (behind) {
                    bytes += Files.size(file);
                } else if (segments.id(file).equals(from.segment())) {
                    behind = true;
                    boolean plain = !file.toString().endsWith(Segments.COMPRESSED);
                    bytes += plain ? Math.max(0, Files.size(file) - from.offset()) : 0;
                }
            }
            return bytes;
        } catch (IOException renamedMeanwhile) {
            return committed.bytes();
        }
    }

    /** Files from this place on are not deleted; asked from time to time on a thread of the journal's. */
    public void hold(Supplier<JournalPosition> needed) {
        keeper.hold(needed);
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

    /** Times that the disk did not confirm what it had taken. */
    public long syncFailures() {
        return syncFailures.get();
    }

    /** Why nothing can be written now; empty while it can. */
    public String trouble() {
        return trouble;
    }

    /** What is done about the files set aside. */
    public JournalKeeper keeper() {
        return keeper;
    }

    Committed committed() {
        return committed;
    }

    /** Writes what is left and closes the file. */
    @Override
    public void close() throws IOException {
        closing = true;
        LockSupport.unpark(writer);
        awaitWriter();
        keeper.close();
        file.sync();
        file.close();
    }

    private void complete() throws IOException {
        List<byte[]> left = tail.recover();
        if (!left.isEmpty()) {
            Set<String> known = known();
            List<byte[]> missing = left.stream()
                    .filter(line -> !known.contains(new String(line, StandardCharsets.UTF_8)))
                    .toList();
            if (!missing.isEmpty()) {
                file.append(missing);
                file.sync();
                written.addAndGet(missing.size());
                log.info("call journal: wrote {} records that an earlier process had left", missing.size());
            }
        }
        tail.clearAll();
    }

    /** The latest lines, also of the file set aside last: the tail is cleared before a file is, but not a crash apart. */
    private Set<String> known() throws IOException {
        Set<String> known = new HashSet<>(LineFile.lastLines(segments.active(), 4 * HALF_BYTES));
        List<Path> aside = segments.aside();
        if (!aside.isEmpty() && !aside.getLast().toString().endsWith(Segments.COMPRESSED)) {
            known.addAll(LineFile.lastLines(aside.getLast(), 4 * HALF_BYTES));
        }
        return known;
    }

    private void write() {
        boolean going = true;
        while (going) {
            boolean last = closing;
            List<byte[]> lines = tail.takeHalf();
            boolean done = lines.isEmpty() || insist(lines);
            if (done) {
                tail.clearTaken();
                rotateWhenDue();
            }
            going = !last || (done && !lines.isEmpty());
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
                committed = new Committed(committed.rotation(), file.size());
                recovered();
                written.addAndGet(lines.size());
                syncWhenDue();
                listeners.forEach(Runnable::run);
                return true;
            } catch (IOException e) {
                failed(e);
                if (closing) {
                    return false;
                }
                pause(RETRY_MS);
            }
        }
    }

    private void failed(IOException e) {
        if (trouble.isEmpty()) {
            log.error("call journal cannot be written; it is tried again: {}", e.getMessage());
        }
        trouble = "the records file cannot be written: " + e.getMessage();
        writeFailures.incrementAndGet();
    }

    private void recovered() {
        if (!trouble.isEmpty()) {
            log.info("call journal is written again");
            trouble = "";
        }
    }

    /** A disk that took the lines and then fails to confirm them is told of; writing them again would double them. */
    private void syncWhenDue() {
        long nowNs = System.nanoTime();
        boolean due = switch (config.sync()) {
            case ALWAYS -> true;
            case INTERVAL -> nowNs - syncedNs >= config.syncInterval().toNanos();
            case NEVER -> false;
        };
        if (due) {
            try {
                file.sync();
                syncedNs = nowNs;
            } catch (IOException e) {
                if (syncFailures.getAndIncrement() == 0) {
                    log.error("call journal: the disk does not confirm what was written: {}", e.getMessage());
                }
            }
        }
    }

    private void rotateWhenDue() {
        long ageMs = System.currentTimeMillis() - file.bornMs();
        boolean old = config.rotateEvery().isPositive()
                && ageMs >= config.rotateEvery().toMillis();
        if (file.size() == 0 || !(old || file.size() >= config.rotateBytes())) {
            return;
        }
        long rotation = committed.rotation();
        committed = new Committed(rotation + 1, file.size());
        try {
            file.setAside(segments.nextAside(Instant.now()));
        } catch (IOException e) {
            failed(e);
        }
        committed = new Committed(rotation + 2, file.size());
        keeper.wake();
        listeners.forEach(Runnable::run);
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
