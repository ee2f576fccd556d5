package io.earshot.tools.call;

import io.earshot.tools.call.Talk.Spurt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Works out turns from who was audible when, after the call. Pure functions. */
final class TurnMeter {
    /** An agent that begins within this time of the caller did not answer: both began at once. */
    private static final long COLLISION_NS = 300_000_000L;

    /** What the caller said when: the spurt of one utterance. Immutable. */
    record Said(String name, Spurt spurt) {}

    private final long originNs;
    private final List<Said> caller;
    private final List<Spurt> agent;

    /** @param originNs time of the INVITE, which all results count from */
    TurnMeter(long originNs, List<Said> caller, List<Spurt> agent) {
        this.originNs = originNs;
        this.caller = caller;
        this.agent = agent;
    }

    /** One entry for each utterance, in order. */
    List<OutsideTurn> turns() {
        List<OutsideTurn> turns = new ArrayList<>();
        for (int i = 0; i < caller.size(); i++) {
            long untilNs = i + 1 < caller.size() ? caller.get(i + 1).spurt().startNs() : Long.MAX_VALUE;
            turns.add(turn(caller.get(i), untilNs));
        }
        return turns;
    }

    private OutsideTurn turn(Said said, long untilNs) {
        Spurt mine = said.spurt();
        Spurt interrupted = talkingAt(mine.startNs());
        Spurt answer = answerAfter(interrupted == null ? mine.startNs() + COLLISION_NS : interrupted.endNs(), untilNs);
        return new OutsideTurn(
                said.name(),
                ms(mine.startNs() - originNs),
                ms(mine.endNs() - originNs),
                interrupted != null,
                interrupted == null ? null : ms(interrupted.endNs() - mine.startNs()),
                answer == null ? null : ms(answer.startNs() - originNs),
                answer == null ? null : ms(answer.startNs() - mine.endNs()));
    }

    private @Nullable Spurt talkingAt(long atNs) {
        for (Spurt spurt : agent) {
            if (spurt.startNs() - atNs <= 0 && spurt.endNs() - atNs > 0) {
                return spurt;
            }
        }
        return null;
    }

    private @Nullable Spurt answerAfter(long afterNs, long untilNs) {
        for (Spurt spurt : agent) {
            if (spurt.startNs() > afterNs && spurt.startNs() < untilNs) {
                return spurt;
            }
        }
        return null;
    }

    private static double ms(long ns) {
        return Math.round(ns / 1_000.0) / 1_000.0;
    }
}
