package io.earshot.ai.provider.fallback;

import io.earshot.ai.llm.LanguageModel;
import io.earshot.ai.llm.LlmCall;
import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.llm.LlmRequest;
import io.earshot.ai.provider.fallback.FallbackListener.Stage;
import io.earshot.media.retry.BreakerSettings;
import io.earshot.media.retry.BreakerState;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Models in the order of preference: the next is asked when one fails before its first word. Thread-safe. */
public final class FallbackLanguageModel implements LanguageModel {
    private final String name;
    private final Candidates<LanguageModel> candidates;

    /** @param name of the list; outcomes are told to {@code listener} with each provider's own name */
    public FallbackLanguageModel(
            String name, List<? extends LanguageModel> models, BreakerSettings settings, FallbackListener listener) {
        this.name = name;
        this.candidates = new Candidates<>(Stage.LLM, models, LanguageModel::name, settings, listener);
    }

    @Override
    public String name() {
        return name;
    }

    /** What each provider's breaker lets through, by name, in the order of preference. */
    public Map<String, BreakerState> breakers() {
        return candidates.breakers();
    }

    /** Warms all of them: the one that takes over must be quick as well. */
    @Override
    public void warm() {
        candidates.all().forEach(candidate -> candidate.provider().warm());
    }

    @Override
    public LlmCall start(LlmRequest request, EventLoop loop, Consumer<LlmEvent> events) {
        FallbackCall call = new FallbackCall(candidates.choice(), request, loop, events);
        call.start();
        return call;
    }
}
