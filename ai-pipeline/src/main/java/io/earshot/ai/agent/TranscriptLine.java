package io.earshot.ai.agent;

/**
 * One line of the conversation. Immutable.
 *
 * @param speaker who spoke
 * @param startNs when it began (the agent: first packet sent; the caller: first sound), monotonic nanoseconds
 * @param text what was said, or was going to be said
 * @param heard what of it was heard: equal to {@code text} unless the caller interrupted
 */
public record TranscriptLine(Speaker speaker, long startNs, String text, String heard) {
    /** Who spoke. */
    public enum Speaker {
        /** The caller, as the recogniser understood them; keys appear as {@code [dtmf 12#]}. */
        CALLER,
        /** The agent. */
        AGENT
    }

    /** Whether the caller cut it off. */
    public boolean interrupted() {
        return !heard.equals(text);
    }
}
