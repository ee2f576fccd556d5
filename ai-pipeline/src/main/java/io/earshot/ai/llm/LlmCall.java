package io.earshot.ai.llm;

/** A completion under way. Confined to the call's loop. */
public interface LlmCall {
    /** Drops the completion: the connection's stream is closed and no further event arrives. May be called again. */
    void cancel();
}
