package io.earshot.ai.agent;

import io.earshot.ai.agent.Speech.Kind;
import io.earshot.ai.latency.Stage;
import io.earshot.ai.latency.TurnTrace;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The speeches under way: text goes to the voice, audio to the playout queue. Sans-IO; confined to the call's loop. */
final class Speeches {
    private final Playout playout;
    private final Outbox out;
    private final Timeouts timeouts;
    private final Outage sentences;
    private final List<Speech> live = new ArrayList<>(4);
    private int ids;

    Speeches(Playout playout, Outbox out, Timeouts timeouts, Outage sentences) {
        this.playout = playout;
        this.out = out;
        this.timeouts = timeouts;
        this.sentences = sentences;
    }

    /** Opens an utterance of the voice; nothing of it is heard before its release. */
    Speech open(Kind kind, int turn, TurnTrace trace) {
        Speech speech = begin(kind, turn, trace);
        out.add(new Output.OpenVoice(speech.id));
        return speech;
    }

    /** A whole utterance in one sentence. */
    Speech sentence(Kind kind, int turn, TurnTrace trace, String text, long nowNs) {
        Speech speech = open(kind, turn, trace);
        say(speech, text, nowNs);
        finish(speech, nowNs);
        return speech;
    }

    /** A recorded phrase, which needs no voice and plays at once. */
    Speech phrase(Kind kind, int turn, TurnTrace trace, Phrase phrase) {
        Speech speech = begin(kind, turn, trace);
        speech.text.add(sentences.sentence(phrase));
        speech.textComplete = true;
        speech.voiceDone = true;
        out.add(new Output.PlayPhrase(speech.id, phrase));
        release(speech);
        return speech;
    }

    /** The same, ahead of whatever is waiting to be heard. */
    Speech interject(Kind kind, int turn, TurnTrace trace, Phrase phrase) {
        Speech speech = begin(kind, turn, trace);
        speech.text.add(sentences.sentence(phrase));
        speech.textComplete = true;
        speech.voiceDone = true;
        speech.released = true;
        out.add(new Output.PlayPhrase(speech.id, phrase));
        playout.interject(speech.id);
        return speech;
    }

    private Speech begin(Kind kind, int turn, TurnTrace trace) {
        Speech speech = new Speech(++ids, kind, turn, trace);
        live.add(speech);
        playout.open(speech.id);
        return speech;
    }

    void say(Speech speech, String text, long nowNs) {
        speech.trace.mark(Stage.SPEECH_REQUEST, nowNs);
        speech.text.add(text);
        if (!speech.heardFrom && speech.deadlineNs == Long.MAX_VALUE) {
            speech.deadlineNs = nowNs + timeouts.firstAudioMs() * 1_000_000L;
        }
        out.add(new Output.Say(speech.id, text));
    }

    void finish(Speech speech, long nowNs) {
        if (!speech.textComplete) {
            speech.textComplete = true;
            out.add(new Output.FinishVoice(speech.id));
            owe(speech, nowNs);
        }
    }

    void release(Speech speech) {
        if (!speech.released) {
            speech.released = true;
            playout.release(speech.id);
        }
    }

    /** Takes audio, whose ownership passes to the playout queue. */
    void audio(Speech speech, ByteBuf audio, long nowNs) {
        speech.trace.mark(Stage.FIRST_AUDIO, nowNs);
        speech.heardFrom = true;
        owe(speech, nowNs);
        playout.append(speech.id, audio);
    }

    /** Another voice took over: what was owed is owed by it. */
    void expectAnew(Speech speech, long nowNs) {
        if (speech.deadlineNs != Long.MAX_VALUE) {
            speech.deadlineNs = nowNs + timeouts.firstAudioMs() * 1_000_000L;
        }
    }

    /** The voice gave all it will give. */
    void voiceDone(Speech speech) {
        speech.voiceDone = true;
        speech.deadlineNs = Long.MAX_VALUE;
        playout.complete(speech.id);
    }

    private void owe(Speech speech, long nowNs) {
        if (speech.heardFrom) {
            boolean owed = speech.textComplete && !speech.voiceDone;
            speech.deadlineNs = owed ? nowNs + timeouts.voiceStallMs() * 1_000_000L : Long.MAX_VALUE;
        }
    }

    /** What was heard of {@code speech} so far. */
    String heard(Speech speech) {
        int audioMs = playout.completed(speech.id) ? playout.audioMs(speech.id) : 0;
        return speech.over ? speech.text.all() : speech.text.heard(playout.sentMs(speech.id), audioMs);
    }

    /** Silences {@code speech} with the next frame and forgets it. */
    void drop(Speech speech) {
        if (!speech.voiceDone) {
            out.add(new Output.DropVoice(speech.id));
        }
        playout.cut(speech.id);
        live.remove(speech);
    }

    void dropAll() {
        List.copyOf(live).forEach(this::drop);
    }

    @Nullable
    Speech find(int id) {
        for (Speech speech : live) {
            if (speech.id == id) {
                return speech;
            }
        }
        return null;
    }

    /** A speech whose voice is overdue, or null. */
    @Nullable
    Speech overdue(long nowNs) {
        for (Speech speech : live) {
            if (speech.deadlineNs != Long.MAX_VALUE && speech.deadlineNs - nowNs <= 0) {
                return speech;
            }
        }
        return null;
    }

    long deadlineNs() {
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < live.size(); i++) {
            earliest = Math.min(earliest, live.get(i).deadlineNs);
        }
        return earliest;
    }
}
