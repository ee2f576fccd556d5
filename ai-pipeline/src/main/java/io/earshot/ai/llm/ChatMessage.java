package io.earshot.ai.llm;

import java.util.List;

/** One message of a conversation, in the roles of the chat completions API. Immutable. */
public sealed interface ChatMessage {
    /** The system role: instructions to the model. */
    record Instructions(String text) implements ChatMessage {}

    /** What the caller said. */
    record User(String text) implements ChatMessage {}

    /** What the assistant said (after an interruption: only what was heard), and the tools it called. */
    record Assistant(String text, List<ToolCall> toolCalls) implements ChatMessage {
        public Assistant {
            toolCalls = List.copyOf(toolCalls);
        }
    }

    /** The result of a tool call, as text or JSON. */
    record ToolResult(String toolCallId, String content) implements ChatMessage {}
}
