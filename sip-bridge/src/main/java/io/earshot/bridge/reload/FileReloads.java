package io.earshot.bridge.reload;

import io.earshot.bridge.config.ConfigSource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reloads when a file of the configuration has changed, on a thread of its own, until closed. Thread-safe. */
final class FileReloads implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FileReloads.class);

    private final Reloader reloader;
    private final FileWatch watch;
    private final Duration interval;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Begins to watch. */
    FileReloads(Reloader reloader, ConfigSource source, Duration interval) {
        this.reloader = reloader;
        this.watch = new FileWatch(source::files);
        this.interval = interval;
        Thread.ofVirtual().name("config-watch").start(this::run);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        try {
            while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            if (watch.look()) {
                var _ = reloader.reload(Trigger.FILE);
            }
        } catch (RuntimeException bug) {
            log.error("watching the configuration failed", bug);
        }
    }
}
