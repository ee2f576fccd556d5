package io.earshot.media.session;

/** Notices that the peer's media stopped: a long patience for the first packet, a shorter one after. Sans-IO. */
final class MediaTimeout {
    private enum State {
        WAITING_FOR_FIRST,
        FLOWING,
        PAUSED,
        EXPIRED
    }

    private final long initialNs;
    private final long laterNs;
    private State state = State.PAUSED;
    private boolean heard;
    private long deadlineNs;

    MediaTimeout(long initialNs, long laterNs) {
        this.initialNs = initialNs;
        this.laterNs = laterNs;
    }

    /** Starts or goes on after a hold, with full patience. */
    void resume(long nowNs) {
        if (state == State.PAUSED) {
            state = heard ? State.FLOWING : State.WAITING_FOR_FIRST;
            deadlineNs = nowNs + (heard ? laterNs : initialNs);
        }
    }

    /** The call is on hold: silence is expected. */
    void pause() {
        state = State.PAUSED;
    }

    void onPacket(long nowNs) {
        heard = true;
        if (state != State.PAUSED) {
            state = State.FLOWING;
            deadlineNs = nowNs + laterNs;
        }
    }

    /** True once each time the patience runs out. */
    boolean expired(long nowNs) {
        if (state == State.PAUSED || state == State.EXPIRED || deadlineNs - nowNs > 0) {
            return false;
        }
        state = State.EXPIRED;
        return true;
    }
}
