package io.earshot.ai.agent;

import io.earshot.ai.agent.Timers.Timer;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.media.retry.Backoff;
import java.time.Duration;
import java.util.Random;

/** Keeps the recogniser going: reopens it when it fails or is stuck, a bounded number of times. Confined to the call's loop. */
final class Hearing {
    private static final int MAX_REOPENINGS = 4;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    /** Turns of speech without a word in a row after which the recogniser counts as stuck. */
    private static final int MAX_WORDLESS = 2;

    private final Talk talk;
    private final Backoff backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, new Random());
    private int reopenings;
    private int wordless;
    private boolean lost;
    private long lostNs;
    private boolean deaf;

    Hearing(Talk talk) {
        this.talk = talk;
    }

    /** Whether the recogniser is given up. */
    boolean deaf() {
        return deaf;
    }

    void onWords() {
        wordless = 0;
        lost = false;
        reopenings = 0;
        backoff.reset();
    }

    /** Whether words since {@code sinceNs} may be lost to a failure that the caller was not told of. */
    boolean lostSince(long sinceNs) {
        return lost && lostNs - sinceNs >= 0;
    }

    /** The caller spoke, and nothing at all comes from the recogniser; true when it is now given up. */
    boolean onQuiet() {
        talk.degrade(Degradation.RESTART, "stt_quiet");
        return onFailed(ProviderFailure.of("recogniser", ProviderFailure.Kind.TIMEOUT, "speech, but no message"));
    }

    /** Whether words may be lost to a failure that the caller was not told of yet; they are told now. */
    boolean takeLost() {
        boolean told = lost;
        lost = false;
        return told;
    }

    /** There was speech, but no words; true when the recogniser is now given up. */
    boolean onWordless() {
        if (++wordless < MAX_WORDLESS) {
            return false;
        }
        wordless = 0;
        return onFailed(ProviderFailure.of("recogniser", ProviderFailure.Kind.TIMEOUT, "speech, but no words"));
    }

    /** The stream failed; true when it is now given up. */
    boolean onFailed(ProviderFailure failure) {
        talk.trouble(ProviderStage.STT, failure);
        if (failure.kind().retryable() && reopenings < MAX_REOPENINGS) {
            talk.timers.set(Timer.REOPEN_EARS, talk.inMs(reopenings++ == 0 ? 0 : backoff.nextMs()));
            lost = true;
            lostNs = talk.nowNs();
            return false;
        }
        deaf = true;
        return true;
    }
}
