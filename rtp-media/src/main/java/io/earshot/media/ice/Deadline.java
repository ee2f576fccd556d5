package io.earshot.media.ice;

/** Monotonic due times, which may wrap; {@link #NEVER} is none. */
final class Deadline {
    static final long NEVER = Long.MAX_VALUE;

    private Deadline() {}

    static boolean isDue(long deadlineNs, long nowNs) {
        return deadlineNs != NEVER && deadlineNs - nowNs <= 0;
    }

    static long earlier(long a, long b) {
        if (a == NEVER || b == NEVER) {
            return a == NEVER ? b : a;
        }
        return a - b <= 0 ? a : b;
    }
}
