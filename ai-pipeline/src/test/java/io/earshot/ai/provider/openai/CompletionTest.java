package io.earshot.ai.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.llm.ToolCall;
import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ProviderFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionTest {
    private final List<Signal> signals = new ArrayList<>();
    private final ProviderCounters counters = new ProviderCounters();
    private final Completion completion = new Completion("groq", counters, signals::add);

    private void feed(String stream) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        completion.feed(bytes, bytes.length);
    }

    private String spoken() {
        StringBuilder text = new StringBuilder();
        for (Signal signal : signals) {
            if (signal instanceof Signal.Text(LlmEvent.Token token)) {
                text.append(token.text());
            }
        }
        return text.toString();
    }

    private LlmEvent.Finished finished() {
        return ((Signal.Finished) signals.getLast()).event();
    }

    private Signal.Failed failed() {
        return (Signal.Failed) signals.getLast();
    }

    @Test
    void shouldGiveTextUsageAndEnd() {
        feed(Sse.answer("Hel", "lo ", "<thi", "nk>no</think>", "you."));
        assertThat(spoken()).isEqualTo("Hello you.");
        assertThat(finished()).isEqualTo(new LlmEvent.Finished(List.of(), 12, 6));
    }

    @Test
    void shouldTakeAWholeFunctionCallInOneChunk() {
        feed(Sse.chunk("{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_a\",\"type\":\"function\","
                + "\"function\":{\"name\":\"hang_up\",\"arguments\":\"{\\\"why\\\":\\\"bye\\\"}\"}}]}}"));
        feed(Sse.finish("tool_calls") + Sse.DONE);
        assertThat(finished().toolCalls()).containsExactly(new ToolCall("call_a", "hang_up", "{\"why\":\"bye\"}"));
    }

    @Test
    void shouldPutFragmentsOfSeveralFunctionCallsTogether() {
        String piece = "{\"index\":0,\"delta\":{\"tool_calls\":[%s]}}";
        feed(Sse.chunk(piece.formatted("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"one\",\"arguments\":\"\"}},"
                + "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"two\",\"arguments\":\"{\"}}")));
        feed(Sse.chunk(piece.formatted("{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\":\"}}")));
        feed(Sse.chunk(piece.formatted("{\"index\":1,\"function\":{\"arguments\":\"}\"}}")));
        feed(Sse.chunk(piece.formatted("{\"index\":0,\"function\":{\"arguments\":\"1}\"}}")));
        feed(Sse.finish("tool_calls") + Sse.DONE);
        assertThat(finished().toolCalls())
                .containsExactly(new ToolCall("a", "one", "{\"x\":1}"), new ToolCall("b", "two", "{}"));
    }

    @Test
    void shouldFailOnAnErrorRecordWithinTheStream() {
        feed(Sse.text("Let me"));
        feed("event: error\ndata: {\"error\":{\"message\":\"Failed to call a function.\","
                + "\"type\":\"invalid_request_error\",\"code\":\"tool_use_failed\",\"status_code\":400}}\n\n");
        assertThat(failed().failure().kind()).isEqualTo(Kind.BAD_REQUEST);
        assertThat(failed().failure().detail()).contains("tool_use_failed", "Failed to call");
        assertThat(failed().repeatable()).isFalse();
    }

    @Test
    void shouldFailOnAPlainErrorObjectAndOnGroqsReason() {
        feed("data: {\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\"}}\n\n");
        assertThat(failed().failure().kind()).isEqualTo(Kind.SERVER_ERROR);

        List<Signal> others = new ArrayList<>();
        Completion other = new Completion("groq", counters, others::add);
        byte[] early = "data: {\"choices\":[],\"x_groq\":{\"id\":\"r\",\"error\":\"over capacity\"}}\n\n"
                .getBytes(StandardCharsets.UTF_8);
        other.feed(early, early.length);
        assertThat(((Signal.Failed) others.getLast()).failure().detail()).isEqualTo("over capacity");
    }

    @Test
    void shouldAcceptAnEndWithoutTheLastRecordOnlyAfterAFinishReason() {
        feed(Sse.text("Hi") + Sse.finish("length"));
        completion.end();
        assertThat(signals.getLast()).isInstanceOf(Signal.Finished.class);

        List<Signal> others = new ArrayList<>();
        Completion other = new Completion("groq", counters, others::add);
        byte[] half = Sse.text("Hi").getBytes(StandardCharsets.UTF_8);
        other.feed(half, half.length);
        other.end();
        assertThat(((Signal.Failed) others.getLast()).failure().kind()).isEqualTo(Kind.DISCONNECTED);
    }

    @Test
    void shouldFailOnceOnGarbageAndIgnoreTheRest() {
        feed("data: {\"choices\":[{\n\n" + Sse.answer("no"));
        assertThat(signals).hasSize(1);
        assertThat(failed().failure().kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(counters.of(ProviderCounters.Event.MALFORMED_MESSAGE)).isEqualTo(1);
    }

    @Test
    void shouldRefuseMoreFunctionCallsThanAreTaken() {
        feed(Sse.chunk("{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":4000000,\"function\":{\"name\":\"x\"}}]}}"));
        assertThat(failed().failure().kind()).isEqualTo(Kind.PROTOCOL);
    }

    @Test
    void shouldReadThroughUnexpectedTypes() {
        feed("data: {\"choices\":[{\"delta\":[1],\"finish_reason\":null},7,{\"delta\":{\"content\":{\"a\":1},"
                + "\"tool_calls\":{\"b\":2}}}],\"usage\":3,\"x_groq\":[]}\n\n");
        feed(Sse.answer("ok"));
        assertThat(spoken()).isEqualTo("ok");
    }
}
