package io.earshot.ai.agent;

import io.earshot.ai.agent.Timers.Timer;
import io.earshot.ai.latency.Stage;
import io.earshot.ai.latency.TurnClass;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.latency.TurnTrace;
import java.util.Comparator;

/**
 * The caller's turns: from the words that end one to the record of what became of it. Words whose reply was overtaken,
 * or that came while nobody could answer, are kept and answered with the next. Sans-IO; confined to the call's loop.
 */
final class Turns {
    private final Talk talk;
    private final Replier replier;
    private final TurnClock clock;
    private String unanswered = "";

    Turns(Talk talk, Replier replier, TurnClock clock) {
        this.talk = talk;
        this.replier = replier;
        this.clock = clock;
    }

    /** Whether words wait for an answer. */
    boolean pending() {
        return !unanswered.isEmpty();
    }

    /** Keeps words for the next answer. */
    void keep(String words) {
        unanswered = join(unanswered, words);
    }

    /** The turn is probably over: has a reply made that is not heard yet. */
    void prepare(String words) {
        String text = join(unanswered, words);
        if (!prepared(text, TurnClass.ANSWERED)) {
            replier.discard();
            TurnTrace trace = new TurnTrace(talk.nowNs());
            replier.begin(talk.nextTurn(), text, TurnClass.ANSWERED, trace, talk.nowNs());
        }
    }

    /** It is not over, or something else is to be said: what was prepared is void. */
    void dropPrepared() {
        Reply reply = replier.current();
        if (reply != null && !reply.committed) {
            replier.discard();
        }
    }

    /** The turn is over: replies to the words kept and to {@code words}, with what was prepared if it fits. */
    void answer(String words, TurnClass turnClass) {
        long startNs = clock.speechStartNs(talk.nowNs());
        Reply reply = take(words, turnClass);
        talk.callerSaid(startNs, words);
        clock.conclude(reply.trace, talk.nowNs());
        replier.commit(talk.nowNs());
    }

    /** The keys pressed are the turn, which ended with the last of them. */
    void answerKeys(String keys, long lastKeyNs) {
        Reply reply = take(keys, TurnClass.DTMF);
        talk.callerSaid(lastKeyNs, keys);
        clock.conclude(reply.trace, talk.nowNs());
        reply.trace.anchor(lastKeyNs);
        replier.commit(talk.nowNs());
    }

    private Reply take(String words, TurnClass turnClass) {
        String text = join(unanswered, words);
        unanswered = "";
        talk.timers.clear(Timer.SILENCE);
        talk.become(AgentState.THINKING, "turn over");
        int turn = talk.takeTurn();
        Reply reply = replier.current();
        if (reply != null && prepared(text, turnClass)) {
            return reply;
        }
        replier.discard();
        return replier.begin(turn, text, turnClass, new TurnTrace(talk.nowNs()), talk.nowNs());
    }

    private boolean prepared(String text, TurnClass turnClass) {
        Reply reply = replier.current();
        return reply != null && reply.userText.equals(text) && reply.turnClass == turnClass;
    }

    /** There was speech, and no words in it. */
    void notUnderstood() {
        TurnTrace trace = new TurnTrace(talk.nowNs());
        clock.conclude(trace, talk.nowNs());
        trace.clear(Stage.FINAL_TRANSCRIPT);
        talk.record(TurnRecord.endedAt(talk.takeTurn(), TurnClass.UNINTELLIGIBLE, trace, talk.nowNs()));
    }

    /** The reply was played to its end. */
    void played(Reply reply) {
        TurnClass turnClass = reply.usedTools() ? TurnClass.TOOL : reply.turnClass;
        conclude(reply, turnClass, turnClass);
        replier.discard();
    }

    /**
     * Silences the reply, notes what was heard of it, and records the turn.
     *
     * @param begun class of a turn whose reply had begun to be heard
     * @param silent class of a turn whose reply had not
     */
    void cut(TurnClass begun, TurnClass silent) {
        Reply reply = replier.current();
        if (reply != null && reply.committed) {
            conclude(reply, begun, silent);
        }
        replier.discard();
    }

    private void conclude(Reply reply, TurnClass begun, TurnClass silent) {
        boolean heard = reply.trace.has(Stage.FIRST_PACKET);
        if (heard || silent != TurnClass.OVERTAKEN || reply.usedTools()) {
            reply.messages(this::heardOf).forEach(talk.history::add);
        } else {
            unanswered = reply.userText;
        }
        reply.speeches().stream()
                .sorted(Comparator.comparingLong(speech -> speech.startedNs))
                .forEach(talk::agentSaid);
        talk.record(
                heard
                        ? TurnRecord.replied(reply.turn, begun, reply.trace)
                        : TurnRecord.endedAt(reply.turn, silent, reply.trace, talk.nowNs()));
    }

    private String heardOf(Reply.Round round) {
        return round.speech == null ? "" : talk.speeches.heard(round.speech);
    }

    private static String join(String before, String after) {
        return (before + " " + after).strip();
    }
}
