package io.earshot.media.sctp;

/** The congestion window (RFC 9260, section 7.2). Confined to its association. */
final class Congestion {
    private final int packetBytes;
    private long window;
    private long slowStartUntil;
    private long partlyAcknowledged;
    private boolean recovering;
    private long recoveredAtTsn;

    Congestion(int packetBytes, long peerWindow) {
        this.packetBytes = packetBytes;
        window = Math.min(4L * packetBytes, Math.max(2L * packetBytes, 4_404));
        slowStartUntil = peerWindow;
    }

    /** Octets that may be under way. */
    long window() {
        return window;
    }

    /** Whether a loss was noticed and not everything sent by then is acknowledged. */
    boolean recovering() {
        return recovering;
    }

    /**
     * The cumulative acknowledgement moved.
     *
     * @param acknowledged octets newly acknowledged
     * @param wasUnderWay octets under way before
     */
    void acknowledged(long cumulativeTsn, long acknowledged, long wasUnderWay) {
        if (recovering) {
            recovering = cumulativeTsn - recoveredAtTsn < 0;
        } else if (window <= slowStartUntil) {
            window += wasUnderWay >= window ? Math.min(acknowledged, packetBytes) : 0;
        } else {
            partlyAcknowledged += acknowledged;
            if (partlyAcknowledged >= window && wasUnderWay >= window) {
                partlyAcknowledged -= window;
                window += packetBytes;
            }
        }
    }

    /** The peer's gap reports show a loss; once until everything up to {@code lastTsn} is acknowledged. */
    boolean lossReported(long lastTsn) {
        if (recovering) {
            return false;
        }
        recovering = true;
        recoveredAtTsn = lastTsn;
        halve();
        window = slowStartUntil;
        return true;
    }

    /** The retransmission timer ran out. */
    void timedOut() {
        recovering = false;
        halve();
        window = packetBytes;
    }

    /** Nothing is under way. */
    void idle() {
        partlyAcknowledged = 0;
    }

    private void halve() {
        slowStartUntil = Math.max(window / 2, 4L * packetBytes);
        partlyAcknowledged = 0;
    }
}
