package io.earshot.ai.agent;

import io.earshot.ai.agent.Timers.Timer;

/**
 * The caller's voice over the agent's: the agent falls silent at once and keeps what it had to say, until it is known
 * whether the caller meant it. Sans-IO; confined to the call's loop.
 */
final class Interruption {
    private static final long NOTHING_SILENCED = -1;
    /** Words that come this long after the caller's last sound are not the words of that sound. */
    private static final long STALE_NS = 3_000_000_000L;

    private final Talk talk;
    private final Playout playout;
    private AgentState before = AgentState.LISTENING;
    private boolean sounding;
    private boolean sounded;
    private long callerSinceNs;
    private long callerUntilNs;
    private long silencedNs = NOTHING_SILENCED;

    Interruption(Talk talk, Playout playout) {
        this.talk = talk;
        this.playout = playout;
    }

    /** Whether the agent says, or is about to say, something that the caller may interrupt. */
    boolean possible() {
        return talk.config.bargeIn().enabled()
                && switch (talk.state()) {
                    case GREETING, THINKING, SPEAKING -> true;
                    case PREPARING, LISTENING, INTERRUPTED, ENDING, ENDED -> false;
                };
    }

    /** The caller makes a sound since {@code sinceNs}. */
    void onSound(long sinceNs) {
        sounding = true;
        sounded = true;
        callerSinceNs = sinceNs;
        if (possible() && talk.config.bargeIn().minWords() == 0) {
            talk.timers.set(Timer.BARGE_IN, sinceNs + talk.config.bargeIn().minSpeechMs() * 1_000_000L);
        }
    }

    /** The caller is silent again. */
    void onSilence() {
        sounding = false;
        callerUntilNs = talk.nowNs();
        talk.timers.clear(Timer.BARGE_IN);
        if (talk.state() == AgentState.INTERRUPTED) {
            talk.timers.set(
                    Timer.FALSE_INTERRUPTION, talk.inMs(talk.config.bargeIn().falseInterruptionMs()));
        }
    }

    /** The caller pressed a key now. */
    void onKey() {
        sounded = true;
        callerSinceNs = talk.nowNs();
        callerUntilNs = callerSinceNs;
    }

    /** The agent falls silent with the next frame. */
    void begin() {
        if (!possible()) {
            return;
        }
        boolean audible = playout.busy();
        playout.pause();
        silencedNs = audible ? Math.max(0, playout.lastSentNs() - sinceNs()) : NOTHING_SILENCED;
        before = talk.state();
        talk.timers.set(
                Timer.FALSE_INTERRUPTION, talk.inMs(2L * talk.config.bargeIn().falseInterruptionMs()));
        talk.become(AgentState.INTERRUPTED, "caller speaks");
    }

    /** The caller's first sound; now, where the recogniser heard words of which no sound was noticed. */
    private long sinceNs() {
        boolean known = sounded && (sounding || talk.nowNs() - callerUntilNs < STALE_NS);
        return known ? callerSinceNs : talk.nowNs();
    }

    /** It was none: the agent goes on where it stopped. */
    void resume(String reason) {
        settle(false);
        talk.become(before, reason);
    }

    /** It is decided; what is still queued, if anything, plays on. */
    void settle(boolean confirmed) {
        talk.timers.clear(Timer.FALSE_INTERRUPTION);
        talk.timers.clear(Timer.BARGE_IN);
        playout.resume();
        if (silencedNs != NOTHING_SILENCED) {
            talk.out.add(new Output.BargeIn(silencedNs, confirmed));
            silencedNs = NOTHING_SILENCED;
        }
    }
}
