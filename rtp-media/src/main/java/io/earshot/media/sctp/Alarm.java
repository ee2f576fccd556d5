package io.earshot.media.sctp;

/** A point in monotonic time at which something is due, or none. Confined to its association. */
final class Alarm {
    private boolean armed;
    private long atNs;

    void set(long dueNs) {
        armed = true;
        atNs = dueNs;
    }

    void clear() {
        armed = false;
    }

    boolean armed() {
        return armed;
    }

    /** Whether it is due; if so it is cleared. */
    boolean takeDue(long nowNs) {
        boolean due = armed && atNs - nowNs <= 0;
        armed &= !due;
        return due;
    }

    /** The earlier of this and a deadline, {@link Long#MAX_VALUE} being none. */
    long earlier(long deadlineNs) {
        if (!armed) {
            return deadlineNs;
        }
        return deadlineNs == Long.MAX_VALUE || atNs - deadlineNs < 0 ? atNs : deadlineNs;
    }
}
