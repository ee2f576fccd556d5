package io.earshot.tools.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the caller says the next thing: a human's turn-taking, from who is audible. Takes time as an argument
 * and does no I/O. Confined to the call's loop.
 */
final class CallerScript {
    /** Quiet for this long means that the agent has finished, not that it takes breath. */
    static final long QUIET_NS = 900_000_000L;
    /** A caller who hears nothing speaks after this long anyway. */
    static final long PATIENCE_NS = 8_000_000_000L;

    private final List<Utterance> lines;
    private State state = State.NOT_ANSWERED;
    private int next;
    private long answeredNs;
    private long sinceNs;

    private enum State {
        NOT_ANSWERED,
        LISTENING,
        SPEAKING
    }

    CallerScript(List<Utterance> lines) {
        this.lines = List.copyOf(lines);
    }

    /** The call was answered: the agent may greet, and the clock of {@link Cue.Clock} starts. */
    void answered(long nowNs) {
        state = State.LISTENING;
        answeredNs = nowNs;
        sinceNs = nowNs;
    }

    /** The utterance to begin now, or null. It is under way from here until {@link #spoken}. */
    @Nullable
    Utterance due(long nowNs, Talk agent) {
        if (state != State.LISTENING
                || next == lines.size()
                || !isDue(lines.get(next).cue(), nowNs, agent)) {
            return null;
        }
        state = State.SPEAKING;
        return lines.get(next++);
    }

    /** The last packet of the utterance was sent. */
    void spoken(long nowNs) {
        state = State.LISTENING;
        sinceNs = nowNs;
    }

    /** Whether all was said and the agent has finished its answer, or none came in time. */
    boolean finished(long nowNs, Talk agent) {
        return state == State.LISTENING && next == lines.size() && turnIsOurs(nowNs, agent);
    }

    private boolean isDue(Cue cue, long nowNs, Talk agent) {
        return switch (cue) {
            case Cue.Turn() -> turnIsOurs(nowNs, agent);
            case Cue.Interruption(int intoSpeechMs) -> intoSpeech(nowNs, agent) >= intoSpeechMs * 1_000_000L;
            case Cue.Clock(int afterAnswerMs) -> nowNs - answeredNs >= afterAnswerMs * 1_000_000L;
        };
    }

    private boolean turnIsOurs(long nowNs, Talk agent) {
        if (!agent.heard() || agent.latestEndNs() - sinceNs < 0) {
            return nowNs - sinceNs >= PATIENCE_NS;
        }
        return !agent.audible(nowNs, QUIET_NS);
    }

    private long intoSpeech(long nowNs, Talk agent) {
        boolean talking = agent.audible(nowNs, QUIET_NS) && agent.latestStartNs() - sinceNs > 0;
        return talking ? nowNs - agent.latestStartNs() : -1;
    }
}
