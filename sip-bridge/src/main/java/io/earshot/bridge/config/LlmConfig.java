package io.earshot.bridge.config;

import io.earshot.ai.provider.openai.OpenAiConfig;
import java.util.List;

/**
 * Language models. Immutable.
 *
 * @param order which are used: the first, and the others when it fails
 * @param groq Groq
 * @param openai any other OpenAI-compatible endpoint
 */
public record LlmConfig(List<Provider> order, OpenAiConfig groq, OpenAiConfig openai) {
    /** The models there are. */
    public enum Provider {
        /** Groq. */
        GROQ,
        /** An OpenAI-compatible endpoint. */
        OPENAI
    }

    public LlmConfig {
        order = Orders.checked(order);
    }

    /** Groq alone. */
    public static LlmConfig defaults() {
        return new LlmConfig(List.of(Provider.GROQ), OpenAiConfig.groq(), OpenAiConfig.openai());
    }
}
