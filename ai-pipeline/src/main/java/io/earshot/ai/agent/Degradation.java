package io.earshot.ai.agent;

import java.util.Locale;

/** What was done instead when a provider did not do its part, from the least noticed to the end of the call. Immutable. */
public enum Degradation {
    /** Another provider of the same kind took over. */
    FALLBACK,
    /** A stage that had gone quiet was begun anew, or its work dropped. */
    RESTART,
    /** The caller was asked for patience by a recorded sentence. */
    HOLD,
    /** A turn was given up, with a recorded apology. */
    APOLOGY,
    /** The caller was sent to a human. */
    TRANSFER,
    /** The call was ended with a recorded goodbye. */
    GOODBYE;

    /** The name as a metric label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
