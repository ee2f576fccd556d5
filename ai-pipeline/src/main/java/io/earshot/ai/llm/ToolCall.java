package io.earshot.ai.llm;

/**
 * A function call that the model asks for. Immutable.
 *
 * @param id the model's id of this call, echoed in the result
 * @param name function name
 * @param arguments JSON object text, complete but as the model wrote it: it may be malformed
 */
public record ToolCall(String id, String name, String arguments) {}
