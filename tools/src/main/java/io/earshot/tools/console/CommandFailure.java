package io.earshot.tools.console;

import java.io.Serial;

/** Ends a command: what failed, what to do about it, and the exit code. {@link CommandForm} prints it, also as JSON. Immutable. */
public final class CommandFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final String advice;

    /** A failure without advice. */
    public CommandFailure(int exitCode, String message) {
        this(exitCode, message, "");
    }

    /**
     * A failure.
     *
     * @param exitCode one of {@link Exit}
     * @param message what failed; holds no secret
     * @param advice what to do about it; empty: nothing is known
     */
    public CommandFailure(int exitCode, String message, String advice) {
        super(message);
        this.exitCode = exitCode;
        this.advice = advice;
    }

    /** One of {@link Exit}. */
    public int exitCode() {
        return exitCode;
    }

    /** What to do about it, or empty. */
    public String advice() {
        return advice;
    }

    /** What failed. */
    String what() {
        return String.valueOf(getMessage());
    }
}
