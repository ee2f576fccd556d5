package io.earshot.media.sctp;

/** Round-trip time and what follows from it for timers (RFC 9260, section 6.3.1). Confined to its association. */
final class RetransmissionTimeout {
    private static final long MS = 1_000_000;

    private final long minNs;
    private final long maxNs;
    private long smoothedNs;
    private long variationNs;
    private long timeoutNs;

    RetransmissionTimeout(SctpConfig config) {
        minNs = config.rtoMinMs() * MS;
        maxNs = config.rtoMaxMs() * MS;
        timeoutNs = config.rtoInitialMs() * MS;
    }

    /** The timeout in force, nanoseconds. */
    long ns() {
        return timeoutNs;
    }

    /** A round trip was measured on something that was sent once only. */
    void measured(long roundTripNs) {
        if (smoothedNs == 0) {
            smoothedNs = roundTripNs;
            variationNs = roundTripNs / 2;
        } else {
            variationNs += (Math.abs(smoothedNs - roundTripNs) - variationNs) / 4;
            smoothedNs += (roundTripNs - smoothedNs) / 8;
        }
        timeoutNs = Math.clamp(smoothedNs + 4 * variationNs, minNs, maxNs);
    }

    /** A timer ran out: wait twice as long for the next. */
    void backOff() {
        timeoutNs = Math.min(2 * timeoutNs, maxNs);
    }
}
