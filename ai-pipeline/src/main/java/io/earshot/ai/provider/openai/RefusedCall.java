package io.earshot.ai.provider.openai;

import io.earshot.ai.llm.LlmCall;
import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.provider.ProviderFailure;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;

/** A request that could not even be written: it fails on its loop, unless it is dropped first. Confined to it. */
final class RefusedCall implements LlmCall {
    private boolean cancelled;

    RefusedCall(ProviderFailure failure, EventLoop loop, Consumer<LlmEvent> events) {
        loop.execute(() -> {
            if (!cancelled) {
                events.accept(new LlmEvent.Failed(failure));
            }
        });
    }

    @Override
    public void cancel() {
        cancelled = true;
    }
}
