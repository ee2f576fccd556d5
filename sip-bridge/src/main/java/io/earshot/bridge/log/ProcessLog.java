package io.earshot.bridge.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.earshot.bridge.config.LogConfig;
import java.util.Iterator;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Gives the process's log the format and the limits that are configured. Called by the thread that starts the process. */
public final class ProcessLog {
    private static final LongAdder HELD = new LongAdder();

    private ProcessLog() {}

    /** Lines held back because their statements repeated themselves. */
    public static long held() {
        return HELD.sum();
    }

    /** Changes every appender of the root logger that writes to a stream. Without Logback under SLF4J there is nothing to do. */
    public static void configure(LogConfig config) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
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

    private static void configure(
            OutputStreamAppender<ILoggingEvent> appender, LogConfig config, LoggerContext context) {
        Encoder<ILoggingEvent> encoder =
                config.format() == LogConfig.Format.JSON ? new JsonLines(config.nodeName()) : new TextLines();
        encoder.setContext(context);
        encoder.start();
        appender.setEncoder(encoder);
        appender.clearAllFilters();
        RepeatLimit limit =
                new RepeatLimit(config.repeats(), config.repeatWindow().toMillis(), HELD);
        limit.setContext(context);
        limit.start();
        appender.addFilter(limit);
    }
}
