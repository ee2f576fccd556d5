package io.earshot.ai.agent;

/**
 * What to do when the providers fail. Immutable.
 *
 * @param maxFailures turns that may fail one after another, each answered with an apology, before the agent gives up
 *     (1 to 10)
 * @param transferTo where the caller is sent then; empty: the call is ended politely
 */
public record Fallback(int maxFailures, String transferTo) {
    public Fallback {
        Limits.require("agent.fallback.max-failures", maxFailures, 1, 10);
    }

    /** One apology; at the second failure in a row the call ends politely. */
    public static Fallback defaults() {
        return new Fallback(2, "");
    }
}
