package io.earshot.bridge.config;

import java.time.Duration;

/**
 * The process's log, on standard error. Immutable.
 *
 * @param format text for people, or JSON: one object a line
 * @param node name of this node in lines, traces and HEP; empty: the host's name
 * @param repeats equal lines (of one statement) that are let through in a window; the rest is told by one line with their number; 0:
 *     no limit
 * @param repeatWindow the window
 */
public record LogConfig(Format format, String node, int repeats, Duration repeatWindow) {
    /** How lines look. */
    public enum Format {
        TEXT,
        JSON
    }

    public LogConfig {
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
        return new LogConfig(Format.TEXT, "", 200, Duration.ofSeconds(10));
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
