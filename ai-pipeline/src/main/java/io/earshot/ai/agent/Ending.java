package io.earshot.ai.agent;

import io.earshot.ai.agent.Speech.Kind;
import io.earshot.ai.agent.Timers.Timer;

/** How a conversation comes to its end: the call's time, the last words, the hang-up, the transfer. Confined to the call's loop. */
final class Ending {
    /** A farewell that does not get played in this time is given up. */
    private static final long GOODBYE_MS = 15_000;
    /** A transfer whose outcome nobody reports ends the call. */
    private static final long TRANSFER_MS = 120_000;

    private final Talk talk;
    private final AgentConfig config;
    private final Aside aside;
    private EndReason reason = EndReason.CALL_ENDED;
    private String afterWords = "";
    private boolean transferTried;

    Ending(Talk talk, Aside aside) {
        this.talk = talk;
        this.config = talk.config;
        this.aside = aside;
    }

    /** Why the call ends, once it does. */
    EndReason reason() {
        return reason;
    }

    /** The call was answered: its time runs. */
    void startCallClock() {
        if (config.maxCallSeconds() == 0) {
            return;
        }
        talk.timers.set(Timer.MAX_CALL, talk.inMs(config.maxCallSeconds() * 1_000L));
        if (config.warnSeconds() > 0 && config.warnSeconds() < config.maxCallSeconds()) {
            int untilWarning = config.maxCallSeconds() - config.warnSeconds();
            talk.timers.set(Timer.CALL_WARNING, talk.inMs(untilWarning * 1_000L));
        }
    }

    /** Says goodbye and hangs up. */
    void sayFarewell(EndReason why) {
        begin(why);
        if (config.script().farewell().isBlank()) {
            lastWordPlayed();
        } else {
            aside.say(Kind.FAREWELL, config.script().farewell());
        }
    }

    /**
     * The providers failed: the caller is transferred where that is configured and was not tried before, else the call
     * ends politely.
     */
    void giveUp(String cause) {
        String target = config.outage().transfer();
        if (target.isBlank() || transferTried) {
            giveUpFor(EndReason.PROVIDERS_FAILED, cause);
            return;
        }
        transferTried = true;
        afterWords = target;
        talk.degrade(Degradation.TRANSFER, cause);
        begin(EndReason.TRANSFERRED);
        aside.play(Kind.NOTICE, Phrase.TRANSFERRING);
    }

    /** Says goodbye without any provider and hangs up. */
    void giveUpFor(EndReason why, String cause) {
        talk.degrade(Degradation.GOODBYE, cause);
        begin(why);
        aside.play(Kind.FAREWELL, Phrase.GOODBYE);
    }

    /** The last word was said already. */
    void afterLastWord(EndReason why) {
        begin(why);
        lastWordPlayed();
    }

    /** Hang up once the caller's jitter buffer has played it too. */
    void lastWordPlayed() {
        if (!afterWords.isEmpty()) {
            String target = afterWords;
            afterWords = "";
            transfer(target, "providers failed");
            return;
        }
        talk.timers.set(Timer.CLOSE, talk.inMs(config.closingMs()));
    }

    private void begin(EndReason why) {
        reason = why;
        talk.timers.clearAll();
        talk.timers.set(Timer.GOODBYE, talk.inMs(GOODBYE_MS));
        talk.become(AgentState.ENDING, why.name());
    }

    void transfer(String uri, String why) {
        reason = EndReason.TRANSFERRED;
        talk.timers.clearAll();
        talk.timers.set(Timer.GOODBYE, talk.inMs(TRANSFER_MS));
        talk.become(AgentState.ENDING, "transfer: " + why);
        talk.out.add(new Output.Transfer(uri));
    }

    /** Whether a transfer was under way, which is now over. */
    boolean transferFailed() {
        if (talk.state() != AgentState.ENDING || reason != EndReason.TRANSFERRED) {
            return false;
        }
        talk.timers.clear(Timer.GOODBYE);
        return true;
    }
}
