package io.earshot.ai.llm;

import io.earshot.ai.provider.ProviderFailure;
import java.util.List;

/** What a model says while it streams. Immutable. */
public sealed interface LlmEvent {
    /** More text; never empty, never reasoning. */
    record Token(String text) implements LlmEvent {}

    /**
     * The completion is complete.
     *
     * @param toolCalls functions to call before the model is asked again; empty for a plain answer
     * @param promptTokens tokens read, 0 when not told
     * @param completionTokens tokens written, 0 when not told
     */
    record Finished(List<ToolCall> toolCalls, int promptTokens, int completionTokens) implements LlmEvent {
        public Finished {
            toolCalls = List.copyOf(toolCalls);
        }
    }

    /** A model failed before its first word, and the model {@code to} was asked instead. */
    record FailedOver(ProviderFailure failure, String to) implements LlmEvent {}

    /** The completion failed; text that came before stays valid. */
    record Failed(ProviderFailure failure) implements LlmEvent {}
}
