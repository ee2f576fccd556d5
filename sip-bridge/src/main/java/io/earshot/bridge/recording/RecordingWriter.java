package io.earshot.bridge.recording;

import io.earshot.bridge.config.RecordingConfig;
import io.earshot.media.audio.AudioFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes all recordings, on one thread: ten times a second it takes what calls have put in. A file has the ending {@code .part} until it is
 * complete. A disk that refuses ends that recording and no call. Thread-safe: calls only put takes into a concurrent queue.
 */
final class RecordingWriter implements AutoCloseable {
    static final String PART = ".part";
    private static final Logger log = LoggerFactory.getLogger(RecordingWriter.class);
    private static final long EVERY_MS = 100;

    private final RecordingConfig config;
    private final ConcurrentLinkedQueue<Take> begun = new ConcurrentLinkedQueue<>();
    private final List<Open> open = new ArrayList<>();
    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong droppedPieces = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final Thread thread =
            Thread.ofPlatform().name("recordings").daemon().unstarted(this::run);
    private volatile boolean closing;

    private final class Open {
        private final Take take;
        private final Path part;
        private final StereoFile file;
        private final StereoTimeline timeline;
        private final byte[] scratch;
        private final short[] pcm;
        private boolean broken;

        Open(Take take) throws IOException {
            this.take = take;
            this.part = take.file().resolveSibling(take.file().getFileName() + PART);
            Files.createDirectories(part.getParent());
            AudioFormat format = take.format();
            this.file = config.format() == RecordingConfig.Format.OPUS
                    ? OggOpusFile.create(part, format.sampleRate())
                    : WavFile.create(part, format.sampleRate());
            this.timeline = new StereoTimeline(file, format.sampleRate(), take.originNs());
            this.scratch = new byte[take.mostBytes()];
            this.pcm = new short[take.mostBytes()];
        }

        void drain() {
            take.drain(scratch, this::add);
        }

        private void add(int kind, long atNs, byte[] data, int length) {
            if (broken) {
                return;
            }
            try {
                int count = Samples.read(data, length, take.format(), pcm);
                timeline.add(Take.side(kind), atNs, pcm, count, Take.follows(kind));
            } catch (IOException e) {
                fail(e);
            }
        }

        void finish() {
            try {
                if (!broken) {
                    timeline.end(take.endNs());
                }
                file.close();
                Files.move(part, take.file(), StandardCopyOption.ATOMIC_MOVE);
                bytes.addAndGet(Files.size(take.file()));
                completed.incrementAndGet();
            } catch (IOException e) {
                fail(e);
            }
            droppedPieces.addAndGet(take.dropped());
        }

        private void fail(IOException e) {
            broken = true;
            if (failed.getAndIncrement() == 0) {
                log.error("a recording cannot be written; later failures are only counted: {}", e.getMessage());
            }
        }
    }

    RecordingWriter(RecordingConfig config) {
        this.config = config;
    }

    void start() {
        thread.start();
    }

    /** A recording has begun. */
    void add(Take take) {
        begun.add(take);
    }

    long completed() {
        return completed.get();
    }

    long failed() {
        return failed.get();
    }

    long droppedPieces() {
        return droppedPieces.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** Completes every recording that has ended and ends. */
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

    private void run() {
        boolean last = false;
        while (!last) {
            last = closing;
            work(last);
            if (!last) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(EVERY_MS));
            }
        }
    }

    private void work(boolean last) {
        for (Take take = begun.poll(); take != null; take = begun.poll()) {
            try {
                open.add(new Open(take));
            } catch (IOException e) {
                failed.incrementAndGet();
                log.error("recording {} cannot be begun: {}", take.file().getFileName(), e.getMessage());
            }
        }
        for (Iterator<Open> each = open.iterator(); each.hasNext(); ) {
            Open one = each.next();
            if (last) {
                one.take.end(System.nanoTime());
            }
            boolean over = one.take.ended();
            one.drain();
            if (over) {
                one.finish();
                each.remove();
            }
        }
    }
}
