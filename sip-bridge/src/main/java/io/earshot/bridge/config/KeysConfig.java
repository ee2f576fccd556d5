package io.earshot.bridge.config;

import java.util.Map;

/**
 * The vendors' keys, by default from the environment variables that everybody uses. Immutable.
 *
 * @param deepgram {@code DEEPGRAM_API_KEY}
 * @param groq {@code GROQ_API_KEY}
 * @param openai {@code OPENAI_API_KEY}
 * @param cartesia {@code CARTESIA_API_KEY}
 */
public record KeysConfig(Secret deepgram, Secret groq, Secret openai, Secret cartesia) {
    /** The keys that an environment holds. */
    public static KeysConfig from(Map<String, String> environment) {
        return new KeysConfig(
                new Secret(environment.getOrDefault("DEEPGRAM_API_KEY", "")),
                new Secret(environment.getOrDefault("GROQ_API_KEY", "")),
                new Secret(environment.getOrDefault("OPENAI_API_KEY", "")),
                new Secret(environment.getOrDefault("CARTESIA_API_KEY", "")));
    }
}
