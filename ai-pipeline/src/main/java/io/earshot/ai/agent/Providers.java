package io.earshot.ai.agent;

import io.earshot.ai.llm.LlmCall;
import io.earshot.ai.llm.ToolCall;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call's requests to model, voice and tools, whose events go back under the conversation's ids. Confined to the call's loop. */
final class Providers {
    private static final Logger LOG = LoggerFactory.getLogger(Providers.class);

    private final AgentServices services;
    private final AudioFormat format;
    private final EventLoop loop;
    private final String callId;
    private final Consumer<Input> conversation;
    private final Map<Integer, TtsStream> voices = new HashMap<>();
    private @Nullable LlmCall model;
    private int modelRequest;
    private boolean closed;

    Providers(AgentServices services, AudioFormat format, EventLoop loop, String callId, Consumer<Input> conversation) {
        this.services = services;
        this.format = format;
        this.loop = loop;
        this.callId = callId;
        this.conversation = conversation;
    }

    void ask(Output.AskModel ask) {
        int request = ask.request();
        modelRequest = request;
        model = services.llm()
                .start(ask.messages(), loop, event -> conversation.accept(new Input.Model(request, event)));
    }

    void dropModel(int request) {
        if (model != null && modelRequest == request) {
            model.cancel();
            model = null;
        }
    }

    void openVoice(int speech) {
        voices.put(speech, services.tts().open(format, loop, event -> onVoice(speech, event)));
    }

    private void onVoice(int speech, TtsEvent event) {
        if (event instanceof TtsEvent.Done || event instanceof TtsEvent.Failed) {
            voices.remove(speech);
        }
        conversation.accept(new Input.Voice(speech, event));
    }

    void say(int speech, String text) {
        TtsStream voice = voices.get(speech);
        if (voice != null) {
            voice.say(text);
        }
    }

    void finishVoice(int speech) {
        TtsStream voice = voices.get(speech);
        if (voice != null) {
            voice.finish();
        }
    }

    void dropVoice(int speech) {
        TtsStream voice = voices.remove(speech);
        if (voice != null) {
            voice.cancel();
        }
    }

    void callTool(int request, ToolCall call) {
        for (Tool tool : services.tools()) {
            if (tool.spec().name().equals(call.name())) {
                call(tool, request, call);
                return;
            }
        }
        answer(request, call, "{\"error\":\"no such tool\"}");
    }

    private void call(Tool tool, int request, ToolCall call) {
        try {
            CompletionStage<String> result = tool.call(callId, call.arguments());
            result.whenComplete((content, error) -> post(request, call, content, error));
        } catch (RuntimeException e) {
            post(request, call, null, e);
        }
    }

    /** Tools complete on threads of their own: back to the loop. The model hears of a failure, but not its details. */
    private void post(int request, ToolCall call, @Nullable String content, @Nullable Throwable error) {
        if (error != null) {
            LOG.warn(
                    "call {}: tool {} failed: {}",
                    callId,
                    call.name(),
                    error.getClass().getName());
        }
        String answer = error != null || content == null ? "{\"error\":\"the tool failed\"}" : content;
        try {
            loop.execute(() -> answer(request, call, answer));
        } catch (RejectedExecutionException e) {
            LOG.debug("call {}: tool {} answered after the loop's end", callId, call.name());
        }
    }

    private void answer(int request, ToolCall call, String content) {
        if (!closed) {
            conversation.accept(new Input.ToolDone(request, call.id(), content));
        }
    }

    void close() {
        closed = true;
        if (model != null) {
            model.cancel();
            model = null;
        }
        voices.values().forEach(TtsStream::cancel);
        voices.clear();
    }
}
