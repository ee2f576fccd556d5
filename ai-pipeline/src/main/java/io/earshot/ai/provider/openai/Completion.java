package io.earshot.ai.provider.openai;

import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * One streamed answer from its octets to signals: server-sent events, chunks, thoughts taken out, function calls put
 * together. Gives exactly one Finished or Failed, last. Sans-IO; confined to one reading thread.
 */
final class Completion implements SseParser.Sink, ChunkReader.Sink {
    private static final int LARGEST_EVENT = 1_048_576;
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final String provider;
    private final ProviderCounters counters;
    private final Consumer<Signal> signals;
    private final SseParser events = new SseParser(LARGEST_EVENT, this);
    private final ThinkFilter thoughts = new ThinkFilter();
    private final ToolCallAssembler tools = new ToolCallAssembler();
    private boolean finishing;
    private boolean ended;
    private int promptTokens;
    private int completionTokens;

    Completion(String provider, ProviderCounters counters, Consumer<Signal> signals) {
        this.provider = provider;
        this.counters = counters;
        this.signals = signals;
    }

    /** Reads some octets of the response's body; false once the answer has ended. */
    boolean feed(byte[] bytes, int length) {
        if (!ended && !events.feed(bytes, 0, length)) {
            fail(Kind.PROTOCOL, "an event is larger than " + LARGEST_EVENT + " octets");
        }
        return !ended;
    }

    /** The body is over. Some servers leave out the last record, so a finish reason is enough. */
    void end() {
        if (ended) {
            return;
        }
        if (finishing) {
            finish();
        } else {
            fail(Kind.DISCONNECTED, "the answer broke off");
        }
    }

    /** The body could not be read on. */
    void fail(Kind kind, String detail) {
        if (!ended) {
            ended = true;
            boolean repeatable = kind == Kind.DISCONNECTED || kind == Kind.SERVER_ERROR || kind == Kind.PROTOCOL;
            signals.accept(new Signal.Failed(ProviderFailure.of(provider, kind, detail), repeatable));
        }
    }

    @Override
    public void onEvent(String event, byte[] data, int length) {
        if (ended) {
            return;
        }
        if (Arrays.equals(data, 0, length, DONE, 0, DONE.length)) {
            finish();
            return;
        }
        try {
            ChunkReader.read(data, length, this);
        } catch (IOException e) {
            counters.count(ProviderCounters.Event.MALFORMED_MESSAGE);
            fail(Kind.PROTOCOL, "an event is not a JSON object");
        }
        if (event.equals("error")) {
            fail(Kind.SERVER_ERROR, "an error event without words");
        }
    }

    @Override
    public void onContent(String text) {
        speak(thoughts.feed(text));
    }

    @Override
    public void onToolCall(int index, String id, String name, String arguments) {
        if (ended) {
            return;
        }
        if (tools.add(index, id, name, arguments)) {
            signals.accept(Signal.Progress.INSTANCE);
        } else {
            fail(Kind.PROTOCOL, "more function calls, or longer ones, than are taken");
        }
    }

    @Override
    public void onFinish(String reason) {
        finishing = true;
    }

    @Override
    public void onUsage(int prompt, int completion) {
        promptTokens = prompt;
        completionTokens = completion;
    }

    @Override
    public void onError(OpenAiError error) {
        counters.count(ProviderCounters.Event.ERROR_MESSAGE);
        fail(error.kindInStream(), error.text());
    }

    private void finish() {
        speak(thoughts.end());
        ended = true;
        signals.accept(new Signal.Finished(new LlmEvent.Finished(tools.finish(), promptTokens, completionTokens)));
    }

    private void speak(String text) {
        if (!ended && !text.isEmpty()) {
            signals.accept(new Signal.Text(new LlmEvent.Token(text)));
        }
    }
}
