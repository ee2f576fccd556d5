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
    private final List<Spurt> sound;
    private final List<Spurt> speech;

    /**
     * @param originNs time of the INVITE, which all results count from
     * @param sound when the agent sent any sound
     * @param speech when the agent was loud enough to be heard
     */
    TurnMeter(long originNs, List<Said> caller, List<Spurt> sound, List<Spurt> speech) {
        this.originNs = originNs;
        this.caller = caller;
        this.sound = sound;
        this.speech = speech;
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
        long afterNs = interrupted == null ? mine.startNs() + COLLISION_NS : interrupted.endNs();
        Spurt answer = first(sound, afterNs, untilNs);
        Spurt audible = first(speech, afterNs, untilNs);
        return new OutsideTurn(
                said.name(),
                ms(mine.startNs() - originNs),
                ms(mine.endNs() - originNs),
                interrupted != null,
                interrupted == null ? null : ms(interrupted.endNs() - mine.startNs()),
                answer == null ? null : ms(answer.startNs() - originNs),
                answer == null ? null : ms(answer.startNs() - mine.endNs()),
                audible == null ? null : ms(audible.startNs() - mine.endNs()));
    }

    private @Nullable Spurt talkingAt(long atNs) {
        for (Spurt spurt : sound) {
            if (spurt.startNs() - atNs <= 0 && spurt.endNs() - atNs > 0) {
                return spurt;
            }
        }
        return null;
    }

    private static @Nullable Spurt first(List<Spurt> spurts, long afterNs, long untilNs) {
        for (Spurt spurt : spurts) {
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
