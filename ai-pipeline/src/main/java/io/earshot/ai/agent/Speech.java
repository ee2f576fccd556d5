package io.earshot.ai.agent;

import io.earshot.ai.latency.Stage;
import io.earshot.ai.latency.TurnTrace;

/** Something that the agent says: its text, how far it is, and the trace of the turn it answers. Confined to the call's loop. */
final class Speech {
    /** What a speech is for. */
    enum Kind {
        GREETING,
        ANSWER,
        FILLER,
        SILENCE_PROMPT,
        NOTICE,
        APOLOGY,
        FAREWELL
    }

    final int id;
    final Kind kind;
    final int turn;
    final TurnTrace trace;
    final SpokenText text = new SpokenText();
    /** Limit for the voice's next sign of life; {@link Long#MAX_VALUE} when nothing is owed. */
    long deadlineNs = Long.MAX_VALUE;

    boolean heardFrom;
    boolean textComplete;
    boolean voiceDone;
    boolean released;
    boolean started;
    boolean over;
    long startedNs;

    Speech(int id, Kind kind, int turn, TurnTrace trace) {
        this.id = id;
        this.kind = kind;
        this.turn = turn;
        this.trace = trace;
    }

    /** Its first packet was sent at {@code sentNs}; the frame was taken at {@code frameNs}. */
    void start(long frameNs, long sentNs) {
        started = true;
        startedNs = sentNs;
        trace.mark(Stage.FIRST_FRAME, frameNs);
        trace.mark(Stage.FIRST_PACKET, sentNs);
    }
}
