package io.earshot.media.jitter;

/**
 * Keeps audio that is handed on at arrival as long as the time that passed: says how much silence stands for what was
 * lost or not sent. Gaps are measured in the sender's own timestamps, so clock drift never inserts anything; local
 * time decides only when a sender counts as quiet. Silence given while packets were merely delayed is remembered and
 * set off against later gaps. Confined to the call's loop.
 */
public final class ArrivalTimeline {
    private static final int QUIET_MIN_MS = 60;
    private static final int QUIET_MAX_MS = 200;
    private static final int PLAUSIBLE_MS = 200;

    private final int unitsPerMs;
    private boolean started;
    private boolean silenceAnnounced;
    private int nextTimestamp;
    private int lastUnits;
    private long lastArrivalNs;
    private long filled;
    private long lostUnits;

    /** @param clockRate RTP timestamp units a second */
    public ArrivalTimeline(int clockRate) {
        this.unitsPerMs = clockRate / 1_000;
    }

    /**
     * A packet newer than all before.
     *
     * @param timestamp its RTP timestamp
     * @param units timestamp units of audio it holds
     * @param missingPackets sequence numbers skipped right before it
     * @param arrivalNs when it came
     * @return timestamp units of silence that belong before it
     */
    public int onPacket(int timestamp, int units, int missingPackets, long arrivalNs) {
        int missing = started ? settle(gap(timestamp, missingPackets, units, arrivalNs)) : 0;
        started = true;
        silenceAnnounced = false;
        nextTimestamp = timestamp + units;
        lastUnits = units;
        lastArrivalNs = arrivalNs;
        return missing;
    }

    private long gap(int timestamp, int missingPackets, int units, long arrivalNs) {
        int gap = timestamp - nextTimestamp; // signed: timestamps wrap
        long most = elapsed(arrivalNs) + (long) PLAUSIBLE_MS * unitsPerMs;
        if (gap >= 0 && gap <= most) {
            lostUnits += Math.min(gap, (long) missingPackets * units);
            return gap;
        }
        lostUnits += Math.min(most, (long) missingPackets * units);
        filled = 0; // the sender's timestamps started anew: only the sequence tells what is missing
        return Math.min(most, (long) missingPackets * lastUnits);
    }

    /** Timestamp units of silence that stood for packets which had not come when their turn passed; pauses of the sender are none. */
    public long lostUnits() {
        return lostUnits;
    }

    private int settle(long gap) {
        long missing = Math.max(0, gap - filled);
        filled = Math.max(0, filled - gap);
        return (int) missing;
    }

    private long elapsed(long nowNs) {
        return (nowNs - lastArrivalNs) / 1_000 * unitsPerMs / 1_000;
    }

    /** The sender announced a pause (comfort noise): silence is given at once instead of waiting for late packets. */
    public void onSilenceAnnounced() {
        silenceAnnounced = true;
    }

    /**
     * Call at every tick.
     *
     * @param jitterUnits interarrival jitter now, so that jitter alone does not count as quiet
     * @return timestamp units of silence due because the sender is quiet; 0 before the first packet
     */
    public int onTick(long nowNs, int jitterUnits) {
        long elapsed = elapsed(nowNs);
        if (!started || elapsed < quietUnits(jitterUnits)) {
            return 0;
        }
        int due = (int) Math.max(0, elapsed - lastUnits - filled);
        filled += due;
        return due;
    }

    private long quietUnits(int jitterUnits) {
        int patience = 2 * lastUnits + (silenceAnnounced ? 0 : 20 * unitsPerMs + 4 * jitterUnits);
        int least = silenceAnnounced ? 0 : QUIET_MIN_MS * unitsPerMs;
        return Math.clamp(patience, least, QUIET_MAX_MS * unitsPerMs);
    }

    /** The source changed: its timestamps say nothing about those before. Time goes on from the last arrival. */
    public void newSource() {
        nextTimestamp += 0x4000_0000; // makes the next gap implausible
    }
}
