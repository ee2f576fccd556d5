package io.earshot.media.sctp;

/**
 * What a channel promises for its messages (RFC 8832, section 5.1). Immutable.
 *
 * @param ordered messages arrive in the order in which they were sent
 * @param maxRetransmits a message is given up after so many repetitions; -1 for never
 * @param maxLifetimeMs a message is given up after so long; -1 for never
 */
public record Delivery(boolean ordered, int maxRetransmits, int maxLifetimeMs) {
    /** All, in order. */
    public static final Delivery RELIABLE = new Delivery(true, -1, -1);

    public Delivery {
        if (maxRetransmits < -1 || maxLifetimeMs < -1) {
            throw new IllegalArgumentException("limits are -1 or more: " + maxRetransmits + ", " + maxLifetimeMs);
        }
        if (maxRetransmits >= 0 && maxLifetimeMs >= 0) {
            throw new IllegalArgumentException("retransmissions and lifetime cannot both be limited");
        }
    }

    /** Whether every message arrives. */
    public boolean reliable() {
        return maxRetransmits < 0 && maxLifetimeMs < 0;
    }
}
