package io.earshot.tools.doctor;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Keeps what the bridge and the clients in this process log out of the report, until it is closed. Confined to the command. */
final class QuietLog implements AutoCloseable {
    private static final List<String> LOGGERS = List.of(org.slf4j.Logger.ROOT_LOGGER_NAME, "io.earshot");

    private final List<@Nullable Level> before = new ArrayList<>();

    private QuietLog() {}

    /** Quiet, unless somebody asked for the log. */
    static QuietLog unless(boolean wanted) {
        QuietLog quiet = new QuietLog();
        if (!wanted) {
            for (String name : LOGGERS) {
                if (LoggerFactory.getLogger(name) instanceof Logger logger) {
                    quiet.before.add(logger.getLevel());
                    logger.setLevel(Level.OFF);
                }
            }
        }
        return quiet;
    }

    @Override
    public void close() {
        for (int i = 0; i < before.size(); i++) {
            if (LoggerFactory.getLogger(LOGGERS.get(i)) instanceof Logger logger) {
                logger.setLevel(before.get(i));
            }
        }
        before.clear();
    }
}
