package io.earshot.bridge.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of recordings: completes those that a killed process left, deletes those too old or too many. Only files that are named as
 * recordings are touched. Thread-safe: it works on one thread of its own.
 */
final class RecordingShelf implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RecordingShelf.class);
    private static final String NAME = "\\d{6}-\\d{3}-[\\w-]+\\.(wav|opus)";
    private static final long EVERY_S = 60;

    private final Path directory;
    private final Duration keep;
    private final long keepBytes;
    private final AtomicLong deleted = new AtomicLong();
    private final Thread thread =
            Thread.ofPlatform().name("recordings-shelf").daemon().unstarted(this::run);
    private volatile boolean closing;

    private record Kept(Path file, long bytes, Instant changed) {}

    RecordingShelf(Path directory, Duration keep, long keepBytes) {
        this.directory = directory;
        this.keep = keep;
        this.keepBytes = keepBytes;
    }

    void start() {
        thread.start();
    }

    long deleted() {
        return deleted.get();
    }

    /** Gives what a killed process left its name, with a right header; returns how many. */
    int complete() throws IOException {
        int count = 0;
        for (Path part : files(NAME + "\\.part")) {
            String name = part.getFileName().toString();
            Path whole = part.resolveSibling(name.substring(0, name.length() - RecordingWriter.PART.length()));
            if (whole.toString().endsWith(".opus") || WavFile.mend(part)) {
                Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
                count++;
            }
        }
        return count;
    }

    /** Deletes what is too old at {@code now}, then the oldest until the rest is no larger than it may be. */
    void sweep(Instant now) throws IOException {
        List<Kept> all = new ArrayList<>();
        for (Path file : files(NAME)) {
            all.add(new Kept(
                    file, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
        }
        all.sort(Comparator.comparing(Kept::changed).reversed());
        long bytes = 0;
        for (Kept each : all) {
            bytes += each.bytes();
            boolean old = keep.isPositive() && each.changed().plus(keep).isBefore(now);
            if (old || (keepBytes > 0 && bytes > keepBytes)) {
                Files.deleteIfExists(each.file());
                deleted.incrementAndGet();
            }
        }
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> all = Files.walk(directory, 2)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(name))
                    .toList();
        }
    }

    private void run() {
        while (!closing) {
            try {
                sweep(Instant.now());
            } catch (IOException | UncheckedIOException e) {
                log.warn("recordings cannot be tidied up: {}", e.getMessage());
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(EVERY_S));
        }
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
