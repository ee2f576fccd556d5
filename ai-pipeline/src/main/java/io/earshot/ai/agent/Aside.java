package io.earshot.ai.agent;

import io.earshot.ai.agent.Speech.Kind;
import io.earshot.ai.agent.Timers.Timer;
import io.earshot.ai.latency.Stage;
import io.earshot.ai.latency.TurnClass;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.latency.TurnTrace;
import org.jspecify.annotations.Nullable;

/**
 * What the agent says of its own accord: greeting, prompts, warnings, apology, farewell. One at a time. Sans-IO;
 * confined to the call's loop.
 */
final class Aside {
    private final Talk talk;
    private @Nullable Speech speech;

    Aside(Talk talk) {
        this.talk = talk;
    }

    /** Whether {@code other} is what is being said. */
    boolean is(Speech other) {
        return speech == other;
    }

    /** Whether the greeting was asked for and no sound of it is there yet. */
    boolean awaited() {
        return speech != null && !speech.heardFrom;
    }

    /** Has a sentence synthesized without letting it be heard. */
    void prepare(Kind kind, String text) {
        long nowNs = talk.nowNs();
        speech = talk.speeches.sentence(kind, talk.takeTurn(), new TurnTrace(nowNs), text, nowNs);
    }

    /** Lets what was prepared be heard, and anchors its latency to now; false when nothing was. */
    boolean release() {
        Speech prepared = speech;
        if (prepared == null) {
            return false;
        }
        prepared.trace.anchor(talk.nowNs());
        talk.speeches.release(prepared);
        return true;
    }

    /** Says a sentence. */
    void say(Kind kind, String text) {
        talk.timers.clear(Timer.SILENCE);
        prepare(kind, text);
        release();
    }

    /** Says a recorded phrase, which needs no provider. */
    void play(Kind kind, Phrase phrase) {
        speech = talk.speeches.phrase(kind, talk.takeTurn(), new TurnTrace(talk.nowNs()), phrase);
    }

    /** The farewell cannot be synthesized: the recorded one takes its place and its turn. */
    void replaceFarewell(Speech failed) {
        talk.speeches.drop(failed);
        speech = talk.speeches.phrase(Kind.FAREWELL, failed.turn, failed.trace, Phrase.GOODBYE);
    }

    /** The greeting does not come: the recorded one takes its place and its turn. */
    void replaceGreeting(Speech failed) {
        talk.speeches.drop(failed);
        speech = talk.speeches.phrase(Kind.GREETING, failed.turn, failed.trace, Phrase.GREETING);
    }

    /** The greeting that is being waited for, or null. */
    @Nullable
    Speech awaitedGreeting() {
        return awaited() ? speech : null;
    }

    /** Forgets a greeting that failed before the call was answered. */
    void forget(Speech failed) {
        speech = null;
        talk.speeches.drop(failed);
    }

    /** It was played to its end, or is cut off here: notes what was heard of it and records it. */
    void finish() {
        Speech done = speech;
        speech = null;
        if (done == null) {
            return;
        }
        talk.history.addAssistant(talk.speeches.heard(done));
        talk.agentSaid(done);
        record(done);
        talk.speeches.drop(done);
    }

    private void record(Speech done) {
        TurnClass turnClass = switch (done.kind) {
            case GREETING -> TurnClass.GREETING;
            case SILENCE_PROMPT -> TurnClass.SILENCE_PROMPT;
            case ANSWER, FILLER, NOTICE, APOLOGY, FAREWELL -> TurnClass.NOTICE;
        };
        talk.record(
                done.trace.has(Stage.FIRST_PACKET)
                        ? TurnRecord.replied(done.turn, turnClass, done.trace)
                        : TurnRecord.endedAt(done.turn, turnClass, done.trace, talk.nowNs()));
    }
}
