package io.earshot.media.retry;

import java.util.Locale;

/** What a {@link CircuitBreaker} lets through, in the order of the circuit. Immutable. */
public enum BreakerState {
    /** Everything: it works. */
    CLOSED,
    /** Nothing: it is known to be down. */
    OPEN,
    /** One request, to find out. */
    HALF_OPEN;

    /** The name as a metric label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
