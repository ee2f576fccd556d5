package io.earshot.tools.doctor;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the bridge and the clients in this process log out of the report, until the last of those that want so is closed. Thread-safe because
 * all is done under one lock.
 */
final class QuietLog implements AutoCloseable {
    private static final List<String> LOGGERS = List.of(org.slf4j.Logger.ROOT_LOGGER_NAME, "io.earshot");
    private static final Map<String, @Nullable Level> BEFORE = new HashMap<>();
    private static int wanting;

    private final boolean wants;

    private QuietLog(boolean wants) {
        this.wants = wants;
    }

    /** Quiet, unless somebody asked for the log. */
    static QuietLog unless(boolean wanted) {
        synchronized (BEFORE) {
            if (!wanted && wanting++ == 0) {
                LOGGERS.forEach(QuietLog::silence);
            }
        }
        return new QuietLog(!wanted);
    }

    private static void silence(String name) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger) {
            BEFORE.put(name, logger.getLevel());
            logger.setLevel(Level.OFF);
        }
    }

    @Override
    public void close() {
        synchronized (BEFORE) {
            if (wants && --wanting == 0) {
                BEFORE.forEach(QuietLog::restore);
                BEFORE.clear();
            }
        }
    }

    private static void restore(String name, @Nullable Level level) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger) {
            logger.setLevel(level);
        }
    }
}
