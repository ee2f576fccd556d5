package io.earshot.bridge.rehearsal;

import io.earshot.ai.llm.LanguageModel;
import io.earshot.ai.llm.LlmCall;
import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.llm.LlmRequest;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.function.Consumer;

/** A model that always says the same two sentences, at once. Thread-safe because it keeps nothing. */
final class RehearsalMind implements LanguageModel {
    private static final List<String> WORDS = List.of("This ", "is ", "a ", "rehearsal. ", "Nobody ", "is ", "there.");

    @Override
    public String name() {
        return "rehearsal";
    }

    @Override
    public void warm() {}

    @Override
    public LlmCall start(LlmRequest request, EventLoop loop, Consumer<LlmEvent> events) {
        Future<?> answer = loop.submit(() -> {
            WORDS.forEach(word -> events.accept(new LlmEvent.Token(word)));
            events.accept(new LlmEvent.Finished(List.of(), 1, WORDS.size()));
        });
        return () -> answer.cancel(false);
    }
}
