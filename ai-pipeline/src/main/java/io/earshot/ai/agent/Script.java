package io.earshot.ai.agent;

/**
 * The sentences that the agent speaks without asking the model, in the agent's language. Immutable.
 *
 * @param greeting spoken first; empty: the caller speaks first
 * @param silencePrompt spoken when the caller is silent
 * @param filler bridges a slow tool; empty: nothing does
 * @param callWarning spoken shortly before the longest call time; empty: nothing is
 * @param farewell spoken before the agent hangs up of its own accord
 */
public record Script(String greeting, String silencePrompt, String filler, String callWarning, String farewell) {
    /** English sentences. */
    public static Script english() {
        return new Script(
                "Hello, how can I help you?",
                "Are you still there?",
                "One moment, please.",
                "We have to finish this call in a moment.",
                "Thank you for calling. Goodbye.");
    }

    /** The same with another greeting. */
    public Script withGreeting(String other) {
        return new Script(other, silencePrompt, filler, callWarning, farewell);
    }
}
