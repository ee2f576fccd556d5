package io.earshot.ai.latency;

/**
 * The moments of one turn as they happen, in monotonic nanoseconds and in any order. Of several marks of one stage the
 * first counts, unless it is moved on purpose. Mutable; confined to the call's loop.
 */
public final class TurnTrace {
    private final long[] atNs = new long[Stage.values().length];
    private int marked;
    private long startNs;

    /** A trace anchored at {@code startNs}: the arrival of the packet with the caller's last speech. */
    public TurnTrace(long startNs) {
        this.startNs = startNs;
    }

    /** Moves the anchor: the caller went on speaking after a reply was prepared ahead. */
    public void anchor(long anchorNs) {
        startNs = anchorNs;
    }

    /** Notes that {@code stage} ended at {@code whenNs}, unless it was noted before. */
    public void mark(Stage stage, long whenNs) {
        if (!has(stage)) {
            move(stage, whenNs);
        }
    }

    /** Notes that {@code stage} ended at {@code whenNs}, in place of any earlier note. */
    public void move(Stage stage, long whenNs) {
        atNs[stage.ordinal()] = whenNs;
        marked |= 1 << stage.ordinal();
    }

    /** Forgets that {@code stage} ended. */
    public void clear(Stage stage) {
        marked &= ~(1 << stage.ordinal());
    }

    /** Whether the end of {@code stage} was noted. */
    public boolean has(Stage stage) {
        return (marked & 1 << stage.ordinal()) != 0;
    }

    /** When {@code stage} ended; meaningful only when {@link #has} says so. */
    public long atNs(Stage stage) {
        return atNs[stage.ordinal()];
    }

    /** The anchor of the turn. */
    public long startNs() {
        return startNs;
    }
}
