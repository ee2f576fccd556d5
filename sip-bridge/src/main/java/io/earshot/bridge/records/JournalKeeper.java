package io.earshot.bridge.records;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compresses the files that a journal set aside and deletes those that are too old or too many, but none that a reader still
 * needs. Thread-safe: everything happens on one thread of its own, the rest are counters.
 */
public final class JournalKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JournalKeeper.class);
    private static final String PART = ".part";
    private static final long LOOK_EVERY_S = 60;

    private final JournalConfig config;
    private final Segments segments;
    private final List<Supplier<JournalPosition>> holds = new CopyOnWriteArrayList<>();
    private final AtomicLong compressed = new AtomicLong();
    private final AtomicLong deleted = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final Thread thread =
            Thread.ofPlatform().name("call-journal-keeper").daemon().unstarted(this::run);
    private volatile boolean closing;

    JournalKeeper(JournalConfig config, Segments segments) {
        this.config = config;
        this.segments = segments;
    }

    /** Files compressed since the start. */
    public long compressed() {
        return compressed.get();
    }

    /** Files deleted since the start, for their age or for space. */
    public long deleted() {
        return deleted.get();
    }

    /** Times that a file could be neither compressed nor deleted; it is tried again. */
    public long failures() {
        return failures.get();
    }

    void hold(Supplier<JournalPosition> needed) {
        holds.add(needed);
    }

    void start() {
        thread.start();
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        closing = true;
        wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closing) {
            try {
                tidy(Instant.now());
            } catch (IOException e) {
                if (failures.getAndIncrement() == 0) {
                    log.warn("files of the call journal cannot be tidied up: {}", e.getMessage());
                }
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(LOOK_EVERY_S));
        }
    }

    /** Looks after everything once. */
    synchronized void tidy(Instant now) throws IOException {
        if (config.compress()) {
            for (Path file : segments.aside()) {
                if (!closing && !file.toString().endsWith(Segments.COMPRESSED)) {
                    compress(file);
                }
            }
        }
        for (Path file : expendable(now)) {
            Files.deleteIfExists(file);
            segments.forget(file);
            deleted.incrementAndGet();
            log.info("call journal: deleted {}", file.getFileName());
        }
    }

    private void compress(Path file) throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + Segments.COMPRESSED);
        Path part = file.resolveSibling(whole.getFileName() + PART);
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            try (InputStream from = Segments.open(file);
                    OutputStream to =
                            new GZIPOutputStream(Channels.newOutputStream(new Uncloseable(channel)), 1 << 16)) {
                from.transferTo(to);
            }
            channel.force(true);
        }
        Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(file);
        compressed.incrementAndGet();
    }

    /** Lets a stream over a channel be finished while the channel stays open, to be forced to disk. */
    private record Uncloseable(FileChannel channel) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer octets) throws IOException {
            return channel.write(octets);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() {
            // the owner does
        }
    }

    private List<Path> expendable(Instant now) throws IOException {
        List<Path> files = segments.aside();
        int free = files.size();
        for (Supplier<JournalPosition> hold : holds) {
            free = Math.min(free, firstNeeded(files, hold.get()));
        }
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        List<Path> gone = new ArrayList<>();
        for (Path file : files.subList(0, free)) {
            boolean old = config.retain().isPositive()
                    && segments.setAsideAt(file).plus(config.retain()).isBefore(now);
            boolean tooMany = config.retainBytes() > 0 && bytes > config.retainBytes();
            if (old || tooMany) {
                gone.add(file);
                bytes -= Files.size(file);
            }
        }
        return gone;
    }

    private int firstNeeded(List<Path> files, JournalPosition needed) throws IOException {
        if (needed.segment().isEmpty()) {
            return 0;
        }
        for (int i = 0; i < files.size(); i++) {
            if (segments.id(files.get(i)).equals(needed.segment())) {
                return i;
            }
        }
        return segments.id(segments.active()).equals(needed.segment()) ? files.size() : 0;
    }
}
