package io.earshot.ai.agent;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The conversation's deadlines, one for each purpose. Sans-IO; confined to the call's loop. */
final class Timers {
    /** What a deadline is for. */
    enum Timer {
        /** The caller's sound has lasted long enough to interrupt. */
        BARGE_IN,
        /** No words came after an interruption. */
        FALSE_INTERRUPTION,
        /** The model's first token, or its next one, is late. */
        MODEL,
        /** A tool is slow: bridge it with a sentence. */
        FILLER,
        /** A tool is too slow. */
        TOOLS,
        /** The caller is silent. */
        SILENCE,
        /** The caller has heard nothing since their last word, for too long. */
        PATIENCE,
        /** Time to see whether what the agent says is taken for sending. */
        MOUTH,
        /** The recogniser failed: time to try again. */
        REOPEN_EARS,
        /** No further key was pressed. */
        DTMF,
        /** The call's time is nearly over. */
        CALL_WARNING,
        /** The call's time is over. */
        MAX_CALL,
        /** The last word was played: time to hang up. */
        CLOSE,
        /** The farewell takes too long. */
        GOODBYE
    }

    private static final Timer[] TIMERS = Timer.values();
    private static final long IDLE = Long.MAX_VALUE;

    private final long[] atNs = new long[TIMERS.length];

    Timers() {
        Arrays.fill(atNs, IDLE);
    }

    void set(Timer timer, long whenNs) {
        atNs[timer.ordinal()] = whenNs;
    }

    void clear(Timer timer) {
        atNs[timer.ordinal()] = IDLE;
    }

    void clearAll() {
        Arrays.fill(atNs, IDLE);
    }

    boolean running(Timer timer) {
        return atNs[timer.ordinal()] != IDLE;
    }

    long deadlineNs() {
        long earliest = IDLE;
        for (long at : atNs) {
            earliest = Math.min(earliest, at);
        }
        return earliest;
    }

    /** The earliest timer that is due, which is then cleared; null when none is. */
    @Nullable
    Timer due(long nowNs) {
        long earliest = deadlineNs();
        if (earliest == IDLE || earliest - nowNs > 0) {
            return null;
        }
        for (Timer timer : TIMERS) {
            if (atNs[timer.ordinal()] == earliest) {
                clear(timer);
                return timer;
            }
        }
        return null;
    }
}
