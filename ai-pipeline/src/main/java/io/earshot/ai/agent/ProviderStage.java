package io.earshot.ai.agent;

/** Which of the three providers something is about. Immutable. */
public enum ProviderStage {
    /** Speech to text. */
    STT,
    /** The language model. */
    LLM,
    /** Text to speech. */
    TTS
}
