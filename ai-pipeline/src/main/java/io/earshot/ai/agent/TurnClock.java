package io.earshot.ai.agent;

import io.earshot.ai.latency.Stage;
import io.earshot.ai.latency.TurnTrace;

/** When the caller spoke in the turn under way, for its latency trace and transcript. Confined to the call's loop. */
final class TurnClock {
    private long decidedNs;
    private long speechStartNs;
    private long lastSpeechNs;
    private long vadEndNs;
    private long endOfTurnNs;
    private boolean heardSpeech;
    private boolean heardEnd;
    private boolean decidedByUs;

    /** The call was answered: nothing before counts. */
    void start(long nowNs) {
        decidedNs = nowNs;
    }

    void onSpeechStart(long sinceNs) {
        if (!heardSpeech) {
            speechStartNs = sinceNs;
            heardSpeech = true;
        }
        heardEnd = false;
        lastSpeechNs = sinceNs;
    }

    void onSpeechEnd(long lastNs, long nowNs) {
        lastSpeechNs = lastNs;
        vadEndNs = nowNs;
        heardEnd = true;
    }

    /** The latest speech as the detector knows it, which may not have declared its end yet. */
    void onLastSpeech(long lastNs) {
        if (lastNs - lastSpeechNs > 0) {
            lastSpeechNs = lastNs;
        }
    }

    /** We decided from silence that the turn is over; the text is still to come. */
    void onDecided(long nowNs) {
        endOfTurnNs = nowNs;
        decidedByUs = true;
    }

    /** Whether the caller's voice was heard since the last turn was decided. */
    boolean heardSpeech() {
        return heardSpeech;
    }

    /** How long the caller spoke so far in this turn. */
    long speechNs() {
        return heardSpeech ? lastSpeechNs - speechStartNs : 0;
    }

    /** When the turn's speech began, or {@code nowNs} when only words were noticed. */
    long speechStartNs(long nowNs) {
        return heardSpeech ? speechStartNs : nowNs;
    }

    /** Anchors {@code trace} to the last speech, notes the decisions, and begins the next turn. */
    void conclude(TurnTrace trace, long nowNs) {
        long anchorNs = lastSpeechNs - decidedNs > 0 ? lastSpeechNs : nowNs;
        trace.anchor(anchorNs);
        if (heardEnd && vadEndNs - anchorNs >= 0) {
            trace.mark(Stage.VAD_END, vadEndNs);
        }
        trace.mark(Stage.END_OF_TURN, decidedByUs ? endOfTurnNs : nowNs);
        trace.mark(Stage.FINAL_TRANSCRIPT, nowNs);
        next(nowNs);
    }

    /** Begins the next turn. */
    void next(long nowNs) {
        decidedNs = nowNs;
        heardSpeech = false;
        heardEnd = false;
        decidedByUs = false;
    }
}
