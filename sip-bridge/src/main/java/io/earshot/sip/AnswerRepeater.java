package io.earshot.sip;

/**
 * When to repeat a 2xx answer until its ACK comes: T1, doubling up to T2 = 4 s, given up after 64*T1 (RFC 3261 section
 * 13.3.1.4). On any transport, since the ACK is end to end. Confined to the call's executor.
 */
final class AnswerRepeater {

    private static final long T2_NS = 4_000_000_000L;

    /** What is due. */
    enum Due {
        NOTHING,
        REPEAT,
        GIVE_UP
    }

    private final long giveUpNs;
    private long intervalNs;
    private long nextNs;
    private boolean acknowledged;

    AnswerRepeater(long t1Ns, long nowNs) {
        intervalNs = t1Ns;
        nextNs = nowNs + t1Ns;
        giveUpNs = nowNs + 64 * t1Ns;
    }

    void acknowledge() {
        acknowledged = true;
    }

    boolean acknowledged() {
        return acknowledged;
    }

    /** When to call {@link #onDeadline} next; {@link Long#MAX_VALUE} once acknowledged. */
    long deadlineNs() {
        return acknowledged ? Long.MAX_VALUE : Math.min(nextNs, giveUpNs);
    }

    Due onDeadline(long nowNs) {
        if (acknowledged || nowNs - deadlineNs() < 0) {
            return Due.NOTHING;
        }
        if (nowNs - giveUpNs >= 0) {
            acknowledged = true;
            return Due.GIVE_UP;
        }
        intervalNs = Math.min(intervalNs * 2, Math.max(T2_NS, intervalNs));
        nextNs = nowNs + intervalNs;
        return Due.REPEAT;
    }
}
