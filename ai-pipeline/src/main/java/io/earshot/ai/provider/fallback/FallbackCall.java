package io.earshot.ai.provider.fallback;

import io.earshot.ai.llm.LanguageModel;
import io.earshot.ai.llm.LlmCall;
import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.llm.LlmRequest;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.fallback.Candidates.Candidate;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One completion on its way along the models. Confined to the call's loop. */
final class FallbackCall implements LlmCall {
    private final Candidates.Choice<LanguageModel> choice;
    private final LlmRequest request;
    private final EventLoop loop;
    private final Consumer<LlmEvent> events;
    private @Nullable LlmCall current;
    private int turn;
    private boolean begun;
    private boolean ended;

    FallbackCall(
            Candidates.Choice<LanguageModel> choice, LlmRequest request, EventLoop loop, Consumer<LlmEvent> events) {
        this.choice = choice;
        this.request = request;
        this.loop = loop;
        this.events = events;
    }

    void start() {
        ask(choice.next());
    }

    @Override
    public void cancel() {
        if (ended) {
            return;
        }
        ended = true;
        if (begun) {
            choice.succeeded();
        } else {
            choice.abandoned();
        }
        if (current != null) {
            current.cancel();
        }
    }

    private void ask(@Nullable Candidate<LanguageModel> candidate) {
        if (candidate != null) {
            int mine = ++turn;
            LlmCall call = candidate.provider().start(request, loop, event -> onEvent(mine, event));
            current = mine == turn ? call : current;
        }
    }

    private void onEvent(int from, LlmEvent event) {
        if (ended || from != turn) {
            return;
        }
        switch (event) {
            case LlmEvent.Token token -> {
                begun = true;
                events.accept(token);
            }
            case LlmEvent.Finished finished -> {
                ended = true;
                choice.succeeded();
                events.accept(finished);
            }
            case LlmEvent.FailedOver deeper -> events.accept(deeper);
            case LlmEvent.Failed(ProviderFailure failure) -> onFailure(failure);
        }
    }

    private void onFailure(ProviderFailure failure) {
        Candidate<LanguageModel> next = choice.failed(failure, !begun);
        if (next == null) {
            ended = true;
            events.accept(new LlmEvent.Failed(failure));
        } else {
            events.accept(new LlmEvent.FailedOver(failure, next.name()));
            if (!ended) {
                ask(next);
            }
        }
    }
}
