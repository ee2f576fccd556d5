package io.earshot.ai.llm;

/**
 * A function offered to the model. Immutable.
 *
 * @param name function name, letters, digits and underscores
 * @param description what it does and when to use it
 * @param parameters JSON Schema of the arguments object, as text
 */
public record ToolSpec(String name, String description, String parameters) {}
