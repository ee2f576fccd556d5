package io.earshot.ai.agent;

/**
 * What the caller hears when providers fail: a sentence that asks for patience, an apology, a transfer to a human, a
 * goodbye. The sentences are recorded ones: the voice's own, learnt earlier, else those that come with the program. Immutable.
 *
 * @param holdAfterMs from the caller's last word, with nothing heard yet, to the sentence that asks for patience; 0: none
 *     (0, or 500 to 10000)
 * @param maxFailures turns that may fail one after another, each answered with an apology, before the agent gives up
 *     (1 to 10)
 * @param transfer where the caller is sent then; empty: the call is ended politely
 * @param greeting spoken when the greeting cannot be synthesized
 * @param hold asks for patience
 * @param apology spoken after a turn failed
 * @param transferring spoken before the transfer
 * @param goodbye spoken before the call ends because nothing works
 * @param learn whether the voice speaks all of these once at the start, so that they are in its own sound
 * @param recordings directory of recordings: greeting.wav, hold.wav, apology.wav, transferring.wav and goodbye.wav are
 *     played where they exist, and what the voice has spoken is kept there for times when it cannot; empty: none
 */
public record Outage(
        int holdAfterMs,
        int maxFailures,
        String transfer,
        String greeting,
        String hold,
        String apology,
        String transferring,
        String goodbye,
        boolean learn,
        String recordings) {
    public Outage {
        Limits.require("agent.outage.hold-after-ms", holdAfterMs, 0, 10_000);
        if (holdAfterMs != 0) {
            Limits.require("agent.outage.hold-after-ms", holdAfterMs, 500, 10_000);
        }
        Limits.require("agent.outage.max-failures", maxFailures, 1, 10);
    }

    /** Patience asked for after 2 s; one apology; at the second failure in a row the call ends politely. */
    public static Outage defaults() {
        return new Outage(
                2_000,
                2,
                "",
                Phrase.GREETING.text(),
                Phrase.HOLD.text(),
                Phrase.APOLOGY.text(),
                Phrase.TRANSFERRING.text(),
                Phrase.GOODBYE.text(),
                true,
                "");
    }

    /** The same with other limits and another place to send the caller to. */
    public Outage giving(int failures, String target) {
        return new Outage(
                holdAfterMs, failures, target, greeting, hold, apology, transferring, goodbye, learn, recordings);
    }

    /** The sentence that is configured for {@code phrase}. */
    public String sentence(Phrase phrase) {
        return switch (phrase) {
            case GREETING -> greeting;
            case HOLD -> hold;
            case APOLOGY -> apology;
            case TRANSFERRING -> transferring;
            case GOODBYE -> goodbye;
        };
    }
}
