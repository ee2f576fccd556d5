package io.earshot.ai.agent;

import io.earshot.ai.agent.Timers.Timer;

/**
 * How long a caller hears nothing after their last word before something is said that needs no provider. One deadline,
 * which every sound of the agent and of the caller takes back. Confined to the call's loop.
 */
final class Patience {
    /** A recogniser that sent nothing for so long, while the caller's audio flows, has gone quiet. */
    static final long ALIVE_NS = 1_200_000_000L;

    private static final long AGAIN_MS = 500;
    /** After the caller was asked for patience: how long until the turn is given up. */
    private static final long LONGER_MS = 5_000;

    private final Talk talk;
    private final int holdAfterMs;

    Patience(Talk talk) {
        this.talk = talk;
        this.holdAfterMs = talk.config.outage().holdAfterMs();
    }

    /** The caller has waited since {@code sinceNs}. */
    void after(long sinceNs) {
        if (holdAfterMs > 0) {
            talk.timers.set(Timer.PATIENCE, sinceNs + holdAfterMs * 1_000_000L);
        }
    }

    /** The caller waits from now on, unless they do already. */
    void begin() {
        if (!talk.timers.running(Timer.PATIENCE)) {
            after(talk.nowNs());
        }
    }

    /** Not yet: look again soon. */
    void again() {
        talk.timers.set(Timer.PATIENCE, talk.inMs(AGAIN_MS));
    }

    /** The caller was asked for patience. */
    void longer() {
        talk.timers.set(Timer.PATIENCE, talk.inMs(LONGER_MS));
    }

    /** Something is heard. */
    void stop() {
        talk.timers.clear(Timer.PATIENCE);
    }
}
