package io.earshot.bridge.capture;

import io.earshot.bridge.config.CaptureConfig;
import io.earshot.media.capture.PacketRing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes captures to disk, on one thread of its own; whoever captures never waits for it. Keeps the directory within its limits.
 * Thread-safe because files are handed to that thread, and the rest is concurrent.
 */
public final class CaptureWriter {
    private static final Logger log = LoggerFactory.getLogger(CaptureWriter.class);
    private static final long EVERY_MS = 40;
    /** Packets and messages come from different threads: what is younger than this waits for its neighbours. */
    private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(60);

    private static final long SWEEP_MINUTES = 10;
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final CaptureConfig config;
    private final CaptureFile.Advertised advertised;
    private final Path directory;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("capture-writer").daemon().factory());
    private final Set<CaptureFile> open = ConcurrentHashMap.newKeySet();
    private final LongAdder written = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder packets = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final AtomicLong number = new AtomicLong();
    private volatile String problem = "";

    private CaptureWriter(CaptureConfig config, CaptureFile.Advertised advertised) {
        this.config = config;
        this.advertised = advertised;
        this.directory = Path.of(config.directory()).toAbsolutePath();
    }

    static CaptureWriter start(CaptureConfig config, CaptureFile.Advertised advertised) throws IOException {
        CaptureWriter writer = new CaptureWriter(config, advertised);
        PrivateFiles.createDirectory(writer.directory);
        var _ = writer.thread.scheduleWithFixedDelay(writer::writeSome, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
        var _ = writer.thread.scheduleWithFixedDelay(writer::sweep, 0, SWEEP_MINUTES, TimeUnit.MINUTES);
        return writer;
    }

    /** Captures being written now. */
    public int active() {
        return open.size();
    }

    /** Files completed. */
    public long written() {
        return written.sum();
    }

    /** Files that the disk refused. */
    public long failed() {
        return failed.sum();
    }

    /** Packets in completed files. */
    public long packets() {
        return packets.sum();
    }

    /** Packets of completed files that found no room on the way. */
    public long dropped() {
        return dropped.sum();
    }

    /** Why the latest file could not be written; empty when it could. */
    public String problem() {
        return problem;
    }

    CaptureFile open(String callId, PacketRing ring) throws IOException {
        CaptureFile file = CaptureFile.create(path(callId), ring, advertised, config.maxBytes());
        open.add(file);
        return file;
    }

    private Path path(String callId) {
        String name = NAME.format(Instant.now()) + "_" + callId + "_" + number.incrementAndGet() + PrivateFiles.SUFFIX;
        return directory.resolve(name);
    }

    /** Completes a file: everything that its ring holds by the time the thread comes to it. */
    void close(CaptureFile file) {
        later(Duration.ofMillis(EVERY_MS), () -> complete(file));
    }

    /** Writes a whole ring that nobody fills any more. On the writing thread. */
    void writeAll(String callId, PacketRing ring, Collection<SipMessage> messages) {
        try {
            CaptureFile file = open(callId, ring);
            messages.forEach(file::add);
            complete(file);
            log.info("call {} ended badly: its flight recorder is in {}", callId, file.path());
        } catch (IOException e) {
            fault(e);
        }
    }

    void later(Duration delay, Runnable task) {
        try {
            var _ = thread.schedule(() -> guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            log.debug("capture task after the end");
        }
    }

    private void writeSome() {
        for (CaptureFile file : List.copyOf(open)) {
            try {
                file.write(System.nanoTime() - SETTLE_NS);
            } catch (IOException e) {
                abandon(file, e);
            } catch (RuntimeException bug) {
                abandon(file, new IOException(bug));
            }
        }
    }

    private void complete(CaptureFile file) {
        if (!open.remove(file)) {
            return;
        }
        try {
            file.write(Long.MAX_VALUE);
            file.close();
            written.increment();
            packets.add(file.packets());
            dropped.add(file.dropped());
            problem = "";
            sweep();
        } catch (IOException e) {
            fault(e);
        }
    }

    private void abandon(CaptureFile file, IOException why) {
        open.remove(file);
        fault(why);
        try {
            file.close();
        } catch (IOException again) {
            log.debug("closing a capture failed too: {}", again.toString());
        }
    }

    private void fault(IOException why) {
        failed.increment();
        problem = "a capture could not be written: " + why.getClass().getSimpleName();
        log.warn("a capture cannot be written: {}", why.toString());
    }

    private void sweep() {
        try {
            long oldestMs = System.currentTimeMillis() - config.keep().toMillis();
            int deleted = PrivateFiles.sweep(directory, oldestMs, config.keepBytes());
            if (deleted > 0) {
                log.info("deleted {} old captures", deleted);
            }
        } catch (IOException e) {
            log.warn("old captures cannot be deleted: {}", e.toString());
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            log.error("a capture task failed", bug);
        }
    }

    /** Completes what is open. */
    void close() {
        thread.execute(() -> List.copyOf(open).forEach(this::complete));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(3, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
