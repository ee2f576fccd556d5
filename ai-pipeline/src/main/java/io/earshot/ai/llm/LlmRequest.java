package io.earshot.ai.llm;

import java.util.List;

/**
 * One request to a chat model. Immutable.
 *
 * @param messages the conversation so far, oldest first
 * @param tools functions that the model may call
 */
public record LlmRequest(List<ChatMessage> messages, List<ToolSpec> tools) {
    public LlmRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }
}
