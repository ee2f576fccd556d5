package io.earshot.ai.agent;

import io.earshot.ai.stt.SttStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the recogniser's results matter now: from the caller's first sound or word until the agent takes the turn. In
 * between, most of a call, audio may travel in larger pieces. Confined to the call's loop.
 */
final class Attention {
    private boolean turnOpen;
    private boolean told = true;

    /** A new recogniser is opened, which starts attentive. */
    void reset() {
        told = true;
    }

    /** The caller was heard, as sound or as words. */
    void onCaller() {
        turnOpen = true;
    }

    /** The agent takes the turn, or goes on after a false interruption. */
    void onState(AgentState to) {
        if (to == AgentState.THINKING || to == AgentState.GREETING || to == AgentState.SPEAKING) {
            turnOpen = false;
        }
    }

    /** Tells the recogniser when it changed. */
    void tell(@Nullable SttStream ears, boolean speaking) {
        boolean now = turnOpen || speaking;
        if (now != told && ears != null) {
            told = now;
            ears.attentive(now);
        }
    }
}
