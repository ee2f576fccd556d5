package io.earshot.ai.latency;

/**
 * A part of a turn, named after the moment at which it ends, in the order in which the moments normally come. A stage
 * begins where the one before ended; the first begins at the turn's anchor. Immutable.
 */
public enum Stage {
    /** Until the voice activity detector saw that the caller is silent. Optional: a recogniser may decide first. */
    VAD_END("vad-end", true),
    /** Until it was decided that the turn is over. */
    END_OF_TURN("end-of-turn", false),
    /** Until the recogniser's text was final. */
    FINAL_TRANSCRIPT("final-transcript", false),
    /** Until the language model was asked. */
    LLM_REQUEST("llm-request", false),
    /** Until the last tool that the model called had answered. Optional: only tool turns have it. */
    TOOLS("tools", true),
    /** Until the model's first word arrived. */
    FIRST_TOKEN("first-token", false),
    /** Until the model's first sentence was complete. */
    FIRST_SENTENCE("first-sentence", false),
    /** Until the voice was asked to speak it. */
    SPEECH_REQUEST("speech-request", false),
    /** Until the voice's first audio arrived. */
    FIRST_AUDIO("first-audio", false),
    /** Until the first frame of it was handed to the leg for encoding. */
    FIRST_FRAME("first-frame", false),
    /** Until the first RTP packet of it was given to the kernel. */
    FIRST_PACKET("first-packet", false);

    private final String label;
    private final boolean optional;

    Stage(String label, boolean optional) {
        this.label = label;
        this.optional = optional;
    }

    /** Name for logs, metrics and histogram tags: lower case with hyphens. */
    public String label() {
        return label;
    }

    /** Whether a turn may lack this stage without a gap: its time then belongs to the next stage. */
    public boolean optional() {
        return optional;
    }
}
