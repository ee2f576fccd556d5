package io.earshot.media.rtp;

/**
 * When the packets of one stream are due: every period from an anchor, without drift. Being late is caught up, but
 * after a stall longer than {@link #MAX_CATCH_UP} periods the missed ones are skipped instead of sent in a burst.
 * Confined to the call's loop.
 */
public final class Pacer {
    /** Periods that are caught up one after the other. */
    public static final int MAX_CATCH_UP = 3;

    private long periodNs;
    private long dueNs;
    private long stalls;

    /** First packet due at {@code firstDueNs}, then one each {@code periodNs}. */
    public Pacer(long firstDueNs, long periodNs) {
        this.dueNs = firstDueNs;
        this.periodNs = periodNs;
    }

    /** Goes on from another time, such as the first beat after a long rest. */
    public void skipTo(long newDueNs) {
        dueNs = newDueNs;
    }

    /** Monotonic time at which the next packet is due. */
    public long dueNs() {
        return dueNs;
    }

    /** Whether a packet is due. */
    public boolean isDue(long nowNs) {
        return dueNs - nowNs <= 0;
    }

    /** The due packet was handled. */
    public void advance() {
        dueNs += periodNs;
    }

    /**
     * Skips what a stall made too late, keeping the phase.
     *
     * @return periods skipped; media time must advance by as many
     */
    public long skipMissed(long nowNs) {
        long behind = (nowNs - dueNs) / periodNs;
        if (behind < MAX_CATCH_UP) {
            return 0;
        }
        stalls++;
        dueNs += behind * periodNs;
        return behind;
    }

    /** Changes the period from the next packet on. */
    public void period(long newPeriodNs) {
        periodNs = newPeriodNs;
    }

    /** Stalls after which packets were skipped. */
    public long stalls() {
        return stalls;
    }
}
