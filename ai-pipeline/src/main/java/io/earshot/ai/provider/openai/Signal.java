package io.earshot.ai.provider.openai;

import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.provider.ProviderFailure;

/** What an attempt tells its call, across threads. Immutable. */
sealed interface Signal {
    /** Text that may be spoken. */
    record Text(LlmEvent.Token token) implements Signal {}

    /** Nothing to say, but the answer has begun or goes on: part of a function call. */
    record Progress() implements Signal {
        static final Progress INSTANCE = new Progress();
    }

    /** The answer is complete. */
    record Finished(LlmEvent.Finished event) implements Signal {}

    /**
     * The attempt failed.
     *
     * @param repeatable whether the vendor's rules allow the same request again
     */
    record Failed(ProviderFailure failure, boolean repeatable) implements Signal {}
}
