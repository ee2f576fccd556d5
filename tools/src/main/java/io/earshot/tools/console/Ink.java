package io.earshot.tools.console;

import java.io.Console;
import java.util.Optional;

/** Colour, or none. Immutable. */
public enum Ink {
    /** Plain text. */
    PLAIN,
    /** ECMA-48 (ANSI) colours. */
    COLOUR;

    /**
     * Colour when standard output is a terminal that knows it and the user did not decline ({@code NO_COLOR},
     * no-color.org).
     */
    public static Ink forTerminal() {
        boolean declined = System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"));
        return interactive() && !declined ? COLOUR : PLAIN;
    }

    /** Whether standard output is a terminal. */
    public static boolean interactive() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /** Headings. */
    public String bold(String text) {
        return paint("1", text);
    }

    /** Side remarks. */
    public String faint(String text) {
        return paint("2", text);
    }

    /** What went well. */
    public String good(String text) {
        return paint("32", text);
    }

    /** What went wrong. */
    public String bad(String text) {
        return paint("31", text);
    }

    /** The caller's side. */
    public String caller(String text) {
        return paint("36", text);
    }

    /** The agent's side. */
    public String agent(String text) {
        return paint("35", text);
    }

    private String paint(String code, String text) {
        return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
