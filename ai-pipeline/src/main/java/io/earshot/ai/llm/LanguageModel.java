package io.earshot.ai.llm;

import io.netty.channel.EventLoop;
import java.util.function.Consumer;

/** A streaming chat model. Thread-safe. */
public interface LanguageModel {
    /** Name of the provider, as configured; a metric label. */
    String name();

    /** Opens connections (DNS, TCP, TLS) ahead of the first request, at no cost in tokens. Never blocks. */
    void warm();

    /**
     * Begins a completion. All events arrive on {@code loop}, in order, ending with exactly one
     * {@link LlmEvent.Finished} or {@link LlmEvent.Failed}; none after {@link LlmCall#cancel}.
     */
    LlmCall start(LlmRequest request, EventLoop loop, Consumer<LlmEvent> events);
}
