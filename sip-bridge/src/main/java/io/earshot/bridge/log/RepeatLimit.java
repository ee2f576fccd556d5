package io.earshot.bridge.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets each statement write so many lines in a window; what exceeds them is told by one line with their number when the window is
 * over and somebody logs again. A statement is its logger and its template, whatever its values are. The lines of a call that
 * is looked at more closely are never held back. Thread-safe under its own lock; its table is bounded.
 */
class RepeatLimit extends Filter<ILoggingEvent> {
    private static final int MOST_STATEMENTS = 2_000;
    private static final String REPORTER = "io.earshot.bridge.log.repeated";

    private final int most;
    private final long windowMs;
    private final Map<String, Count> counts = new HashMap<>();
    private long sweptMs;
    private final LongAdder held;

    private static final class Count {
        private final String template;
        private long sinceMs;
        private int lines;
        private int held;

        Count(String template, long sinceMs) {
            this.template = template;
            this.sinceMs = sinceMs;
        }
    }

    RepeatLimit(int most, long windowMs, LongAdder held) {
        this.held = held;
        this.most = most;
        this.windowMs = windowMs;
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (most == 0 || event.getLoggerName().equals(REPORTER) || event.getLevel().levelInt < Level.INFO_INT) {
            return FilterReply.NEUTRAL;
        }
        sweepWhenDue(event.getTimeStamp());
        boolean pass;
        synchronized (this) {
            long nowMs = event.getTimeStamp();
            String key = event.getLoggerName() + '\n' + event.getMessage();
            Count count = counts.get(key);
            if (count == null || (nowMs - count.sinceMs >= windowMs && count.held == 0)) {
                count = begin(key, String.valueOf(event.getMessage()), nowMs);
            }
            pass = ++count.lines <= most;
            if (!pass) {
                count.held++;
                held.increment();
            }
        }
        return pass ? FilterReply.NEUTRAL : FilterReply.DENY;
    }

    /** Tells of all lines that were held back: another limit takes its place. */
    @Override
    public void stop() {
        super.stop();
        List<Count> all;
        synchronized (this) {
            all = List.copyOf(counts.values());
            counts.clear();
        }
        all.forEach(this::tell);
    }

    /** Tells of statements whose window is over and of which lines were held back. */
    private void sweepWhenDue(long nowMs) {
        synchronized (this) {
            if (nowMs - sweptMs < windowMs / 4) {
                return;
            }
            sweptMs = nowMs;
        }
        while (true) {
            Count over = takeOver(nowMs);
            if (over == null) {
                return;
            }
            tell(over);
        }
    }

    private synchronized @Nullable Count takeOver(long nowMs) {
        for (Iterator<Count> all = counts.values().iterator(); all.hasNext(); ) {
            Count count = all.next();
            if (nowMs - count.sinceMs >= windowMs) {
                all.remove();
                return count;
            }
        }
        return null;
    }

    private Count begin(String key, String template, long nowMs) {
        if (counts.size() >= MOST_STATEMENTS) {
            counts.clear();
        }
        Count count = new Count(template, nowMs);
        counts.put(key, count);
        return count;
    }

    private void tell(@Nullable Count count) {
        if (count != null && count.held > 0) {
            report(count.held, count.template);
        }
    }

    /** Writes the line that tells of the others. */
    void report(int held, String template) {
        Logger reporter = LoggerFactory.getLogger(REPORTER);
        reporter.warn("repeated {} times more: {}", held, template);
    }
}
