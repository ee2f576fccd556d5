package io.earshot.bridge.webhook;

import java.util.Locale;

/** What became of one webhook request. */
public enum Outcome {
    /** Acted upon. */
    HANDLED,
    /** A doctor's signed question whether it reaches us; see {@link EchoDesk}. */
    ECHO,
    /** Authentic, but nothing needs to be done. */
    IGNORED,
    /** About something that was over already, as later events had told. */
    STALE,
    /** Its id had come before. */
    DUPLICATE,
    /** Refused with 503: too many wait, or no agent is brought now. */
    OVERLOADED,
    /** Refused with 401. */
    UNAUTHORIZED,
    /** Refused with 400. */
    MALFORMED,
    /** Refused with 413. */
    TOO_LARGE,
    /** A bug of ours; it is in the log once. */
    FAILED;

    /** As a metric's label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
