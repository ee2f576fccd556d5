package io.earshot.bridge.call;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names why calls were refused, a few lines a second at most; what is left out is counted and told with the next line.
 * Thread-safe: one lock around a few fields.
 */
public final class RefusalLog {
    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
    private static final int LINES_A_SECOND = 5;

    private final LongSupplier nanoClock;
    private long windowNs;
    private int lines;
    private long leftOut;

    /** A log by that clock, nanoseconds. */
    public RefusalLog(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.windowNs = nanoClock.getAsLong();
    }

    /** Writes one line, or not; returns whether it did. */
    public synchronized boolean line(String text) {
        long nowNs = nanoClock.getAsLong();
        if (nowNs - windowNs >= TimeUnit.SECONDS.toNanos(1)) {
            windowNs = nowNs;
            lines = 0;
        }
        if (lines == LINES_A_SECOND) {
            leftOut++;
            return false;
        }
        lines++;
        log.warn("{}{}", text, leftOut == 0 ? "" : " (" + leftOut + " lines before this one were not logged)");
        leftOut = 0;
        return true;
    }
}
