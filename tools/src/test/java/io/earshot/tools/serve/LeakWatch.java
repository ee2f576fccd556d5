package io.earshot.tools.serve;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/**
 * Every buffer of Netty's that is collected without having been released, while this is open: its detector only writes a log line. Thread-safe
 * because its queue is.
 */
final class LeakWatch extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final int COLLECTIONS = 5;

    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private final Level usual = ResourceLeakDetector.getLevel();

    LeakWatch() {
        setContext(logger.getLoggerContext());
        start();
        logger.addAppender(this);
    }

    /** From now on every buffer is tracked; what others lost before does not count. */
    void watchEverything() throws InterruptedException {
        ResourceLeakDetector.setLevel(Level.PARANOID);
        found();
        leaks.clear();
    }

    /** What was lost so far. Collects garbage: only then can it be known. */
    List<String> found() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            // References are queued a moment later; each allocation reports what is.
            Thread.sleep(50);
            PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        return List.copyOf(leaks);
    }

    @Override
    protected void append(ILoggingEvent event) {
        leaks.add(event.getFormattedMessage());
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        ResourceLeakDetector.setLevel(usual);
    }
}
