package io.earshot.bridge.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * The process's log, on standard error. A reload changes it at once, but for the node's name. Immutable.
 *
 * @param format text for people, or JSON: one object a line
 * @param level lines of this level and above are written of what is ours
 * @param levels the same of single loggers and those below them, by the name of a package or class; root: of everything else
 * @param node name of this node in lines, traces and HEP; empty: the host's name
 * @param repeats equal lines (of one statement) that are let through in a window; the rest is told by one line with their number; 0:
 *     no limit
 * @param repeatWindow the window
 */
public record LogConfig(
        Format format,
        Level level,
        Map<String, Level> levels,

        @AtRestart("traces and HEP carry the name from the start")
        String node,

        int repeats,
        Duration repeatWindow) {
    private static final int MOST_LEVELS = 100;

    /** How lines look. */
    public enum Format {
        TEXT,
        JSON
    }

    /** From which level on lines are written. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR;

        private static Level of(String word) {
            return Arrays.stream(values())
                    .filter(each -> each.name().equalsIgnoreCase(word.strip()))
                    .findFirst()
                    .orElse(INFO);
        }
    }

    public LogConfig {
        levels = Map.copyOf(levels);
        if (levels.size() > MOST_LEVELS
                || !levels.keySet().stream().allMatch(name -> name.matches("[A-Za-z0-9_.$]{1,200}"))) {
            throw new IllegalArgumentException(
                    "levels must be at most " + MOST_LEVELS + ", each of a package or class, or root");
        }
        if (repeats < 0) {
            throw new IllegalArgumentException("repeats must not be negative");
        }
        if (repeatWindow.toMillis() < 100) {
            throw new IllegalArgumentException("repeat_window must be at least 100ms");
        }
        if (!node.matches("[A-Za-z0-9._:-]{0,64}")) {
            throw new IllegalArgumentException("node must be up to 64 letters, digits and . _ : -");
        }
    }

    /** Text; of each statement at most 200 lines in 10 s. */
    public static LogConfig defaults() {
        return from(Map.of());
    }

    /** The same with the level that {@code EARSHOT_LOG} names. */
    static LogConfig from(Map<String, String> environment) {
        Level level = Level.of(environment.getOrDefault("EARSHOT_LOG", ""));
        return new LogConfig(Format.TEXT, level, Map.of(), "", 200, Duration.ofSeconds(10));
    }

    /** The node's name: what is configured, else the host's name. */
    public String nodeName() {
        if (!node.isEmpty()) {
            return node;
        }
        String host = System.getenv("HOSTNAME");
        if (host != null && host.matches("[A-Za-z0-9._-]{1,64}")) {
            return host;
        }
        try {
            return java.net.InetAddress.getLocalHost().getHostName();
        } catch (java.net.UnknownHostException nameless) {
            return "localhost";
        }
    }
}
