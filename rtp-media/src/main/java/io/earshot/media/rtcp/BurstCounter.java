package io.earshot.media.rtcp;

/**
 * Tells bursts of loss from scattered losses by counting transitions (RFC 3611, section 4.7.2 and appendix A.2): a burst
 * is a stretch in which fewer than {@link #GMIN} packets in a row arrive between losses. Confined to the call's loop.
 */
public final class BurstCounter {
    /** Packets in a row that end a burst. */
    public static final int GMIN = 16;

    private long good;
    private long lostInStretch;
    private long c11;
    private long c13;
    private long c14;
    private long c22;
    private long c23;
    private long c33;

    /** A packet came in time. */
    public void received() {
        good++;
    }

    /** A packet was lost or discarded. */
    public void lost() {
        if (good >= GMIN) {
            closeStretch();
        } else {
            lostInStretch++;
            countWithinBurst();
        }
        good = 0;
    }

    private void closeStretch() {
        if (lostInStretch == 1) {
            c14++;
        } else if (lostInStretch > 1) { // the RFC's code counts a burst here before the very first loss
            c13++;
        }
        lostInStretch = 1;
        c11 += good;
    }

    private void countWithinBurst() {
        if (good == 0) {
            c33++;
        } else {
            c23++;
            c22 += good - 1;
        }
    }

    /** The figures so far, for packets of {@code packetMs} milliseconds. */
    public VoipMetrics.Bursts bursts(int packetMs) {
        long gapPackets = c11 + good + c14 + c13;
        if (c13 == 0) {
            long all = gapPackets + lostInStretch;
            return new VoipMetrics.Bursts(0, ratio(c14 + lostInStretch, all), 0, millis(all, packetMs));
        }
        long total = gapPackets + c22 + c23 + c13 + c23 + c33;
        int gapMs = millis(gapPackets / c13, packetMs);
        return new VoipMetrics.Bursts(
                burstDensity(), ratio(c14, c11 + good + c14), millis(total / c13, packetMs) - gapMs, gapMs);
    }

    private int burstDensity() {
        double p32 = c23 / (double) (c13 + c23 + c33);
        double p23 = c22 + c23 < 1 ? 1 : 1 - c22 / (double) (c22 + c23);
        return (int) Math.min(255, 256 * p23 / (p23 + p32));
    }

    private static int ratio(long part, long whole) {
        return whole == 0 ? 0 : (int) Math.min(255, 256 * part / whole);
    }

    private static int millis(long packets, int packetMs) {
        return (int) Math.min(0xFFFF, packets * packetMs);
    }

    /** Burst ratio for the E-model: how much longer runs of loss are than under random loss; at least 1. */
    public double burstRatio(double lossPercent) {
        double loss = lossPercent / 100;
        long runs = c13 + c14 + c23 + 1;
        double meanRun = (double) (runs + c33) / runs;
        return loss <= 0 || loss >= 1 ? 1 : Math.max(1, meanRun * (1 - loss));
    }
}
