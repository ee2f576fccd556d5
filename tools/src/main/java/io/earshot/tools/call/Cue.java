package io.earshot.tools.call;

/** When a caller begins to speak. Immutable. */
public sealed interface Cue {
    /** Once the agent has spoken and is quiet again. */
    record Turn() implements Cue {}

    /** In the middle of the agent's next speech: a barge-in. {@code intoSpeechMs} counts from its first sound. */
    record Interruption(int intoSpeechMs) implements Cue {}

    /** At a fixed time. {@code afterAnswerMs} counts from the answer (200) of the call. */
    record Clock(int afterAnswerMs) implements Cue {}
}
