package io.earshot.media.rtp;

/**
 * Interarrival jitter in RTP timestamp units, by the integer estimator of RFC 3550, appendix A.8. A change of transit
 * time beyond one second is taken as a restart of the sender's timestamps, not as jitter. Confined to the call's loop.
 */
public final class InterarrivalJitter {
    private final int clockRate;
    private boolean started;
    private long originNs;
    private int lastTransit;
    private int scaled;

    /** @param clockRate RTP timestamp units a second */
    public InterarrivalJitter(int clockRate) {
        this.clockRate = clockRate;
    }

    /** Adds one packet that carries new audio. */
    public void update(int timestamp, long arrivalNs) {
        if (!started) {
            originNs = arrivalNs;
        }
        int transit = (int) ((arrivalNs - originNs) * clockRate / 1_000_000_000L) - timestamp;
        int change = Math.abs(transit - lastTransit);
        lastTransit = transit;
        if (started && change >= 0 && change < clockRate) {
            scaled += change - ((scaled + 8) >> 4);
        }
        started = true;
    }

    /** Forgets the source. */
    public void reset() {
        started = false;
        scaled = 0;
    }

    /** Jitter in timestamp units, as a reception report carries it. */
    public int units() {
        return scaled >> 4;
    }

    /** Jitter in milliseconds. */
    public double millis() {
        return scaled / 16.0 * 1_000 / clockRate;
    }
}
