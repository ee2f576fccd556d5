package io.earshot.ai.agent;

/** Why an agent's part in the call is over. Immutable. */
public enum EndReason {
    /** The model called its tool to hang up. */
    AGENT_HUNG_UP,
    /** The caller hung up, or the call ended for a reason outside the agent. */
    CALL_ENDED,
    /** The caller stayed silent through all prompts. */
    CALLER_SILENT,
    /** The longest call time was reached. */
    MAX_CALL_TIME,
    /** The providers failed and no fallback was left. */
    PROVIDERS_FAILED,
    /** What the agent said was not taken for sending any more. */
    UNHEARD,
    /** The agent was told to leave, and said goodbye. */
    SHUTTING_DOWN,
    /** The caller was transferred. */
    TRANSFERRED
}
