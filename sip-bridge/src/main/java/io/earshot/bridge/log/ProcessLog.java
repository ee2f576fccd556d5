package io.earshot.bridge.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.filter.Filter;
import io.earshot.bridge.config.LogConfig;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Gives the process's log the format, the levels and the limits that are configured: when the process starts, and again when a reload
 * changes them. Thread-safe under its own lock; lines that are being written meanwhile have the one form or the other.
 */
public final class ProcessLog {
    private static final LongAdder HELD = new LongAdder();
    private static final String OURS = "io.earshot";

    /** Levels that loggers had before they were configured; null: none of their own. */
    private static final Map<String, @Nullable Level> BEFORE = new HashMap<>();

    private ProcessLog() {}

    /** Lines held back because their statements repeated themselves. */
    public static long held() {
        return HELD.sum();
    }

    /** Changes every appender of the root logger that writes to a stream. Without Logback under SLF4J there is nothing to do. */
    public static synchronized void configure(LogConfig config) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        setLevels(config, context);
        Iterator<Appender<ILoggingEvent>> appenders =
                context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
        while (appenders.hasNext()) {
            if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> appender) {
                configure(appender, config, context);
            }
        }
        LogLevels.PROCESS.install();
        // What libraries write by the JDK's logging goes the same way, in the same format.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private static void setLevels(LogConfig config, LoggerContext context) {
        BEFORE.forEach((name, level) -> context.getLogger(name).setLevel(level));
        BEFORE.clear();
        setLevel(context, OURS, config.level());
        config.levels().forEach((name, level) -> setLevel(context, name, level));
    }

    private static void setLevel(LoggerContext context, String name, LogConfig.Level level) {
        String known = name.equalsIgnoreCase(Logger.ROOT_LOGGER_NAME) ? Logger.ROOT_LOGGER_NAME : name;
        Logger logger = context.getLogger(known);
        if (!BEFORE.containsKey(known)) {
            BEFORE.put(known, logger.getLevel());
        }
        logger.setLevel(Level.toLevel(level.name().toUpperCase(Locale.ROOT)));
    }

    private static void configure(
            OutputStreamAppender<ILoggingEvent> appender, LogConfig config, LoggerContext context) {
        Encoder<ILoggingEvent> encoder =
                config.format() == LogConfig.Format.JSON ? new JsonLines(config.nodeName()) : new TextLines();
        encoder.setContext(context);
        encoder.start();
        appender.setEncoder(encoder);
        List<Filter<ILoggingEvent>> former = appender.getCopyOfAttachedFiltersList();
        appender.clearAllFilters();
        RepeatLimit limit =
                new RepeatLimit(config.repeats(), config.repeatWindow().toMillis(), HELD);
        limit.setContext(context);
        limit.start();
        appender.addFilter(limit);
        former.forEach(Filter::stop);
    }
}
