package io.earshot.ai.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.ai.llm.ChatMessage;
import io.earshot.ai.llm.LlmRequest;
import io.earshot.ai.llm.ToolCall;
import io.earshot.ai.llm.ToolSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatBodyTest {
    private static final ToolSpec TOOL =
            new ToolSpec("hang_up", "Ends the call.", "{\"type\":\"object\",\"properties\":{}}");

    private static JsonNode body(OpenAiConfig config, LlmRequest request) throws IOException {
        return new ObjectMapper().readTree(ChatBody.write(config, request));
    }

    private static LlmRequest hello(List<ToolSpec> tools) {
        return new LlmRequest(List.of(new ChatMessage.User("Hello \"you\"")), tools);
    }

    @Test
    void shouldWriteTheConversationWithFunctionsAndTheirResults() throws IOException {
        LlmRequest request = new LlmRequest(
                List.of(
                        new ChatMessage.Instructions("Be brief."),
                        new ChatMessage.User("Bye"),
                        new ChatMessage.Assistant("", List.of(new ToolCall("a", "hang_up", "{}"))),
                        new ChatMessage.ToolResult("a", "done"),
                        new ChatMessage.Assistant("Goodbye.", List.of())),
                List.of(TOOL));
        JsonNode body = body(OpenAiConfig.groq(), request);

        assertThat(body.get("messages").toString())
                .isEqualTo("[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"Bye\"},"
                        + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"hang_up\",\"arguments\":\"{}\"}}]},"
                        + "{\"role\":\"tool\",\"content\":\"done\",\"tool_call_id\":\"a\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Goodbye.\"}]");
        assertThat(body.at("/tools/0/function/parameters/type").asText()).isEqualTo("object");
        assertThat(body.get("parallel_tool_calls").asBoolean()).isTrue();
        assertThat(body.get("stream").asBoolean()).isTrue();
        assertThat(body.at("/stream_options/include_usage").asBoolean()).isTrue();
    }

    @Test
    void shouldLeaveOutWhatIsNotSet() throws IOException {
        JsonNode body = body(OpenAiConfig.groq(), hello(List.of()));
        assertThat(body.properties().stream().map(Map.Entry::getKey))
                .containsExactly("model", "messages", "stream", "stream_options");
    }

    @Test
    void shouldKeepKnownReasoningModelsQuick() throws IOException {
        assertThat(body(at("openai/gpt-oss-120b"), hello(List.of()))
                        .get("reasoning_effort")
                        .asText())
                .isEqualTo("low");
        assertThat(body(at("qwen/qwen3-32b"), hello(List.of()))
                        .get("reasoning_effort")
                        .asText())
                .isEqualTo("none");
    }

    @Test
    void shouldWriteExtraFieldsAsJsonOrWords() throws IOException {
        OpenAiConfig base = at("m");
        OpenAiConfig config = new OpenAiConfig(
                base.url(),
                "m",
                0.2,
                0.9,
                200,
                "",
                "hidden",
                false,
                List.of("END"),
                7,
                "u",
                Map.of(),
                Map.of("service_tier", "flex", "top_k", "5", "o", "{\"a\":[1]}"),
                base.retry(),
                base.timeouts());
        JsonNode body = body(config, hello(List.of(TOOL)));

        assertThat(body.get("service_tier").asText()).isEqualTo("flex");
        assertThat(body.get("top_k").isInt()).isTrue();
        assertThat(body.at("/o/a/0").asInt()).isEqualTo(1);
        assertThat(body.get("temperature").asDouble()).isEqualTo(0.2);
        assertThat(body.get("max_completion_tokens").asInt()).isEqualTo(200);
        assertThat(body.get("parallel_tool_calls").asBoolean()).isFalse();
    }

    @Test
    void shouldRefuseFunctionsWhoseParametersAreNotJson() {
        for (String broken : new String[] {"{\"type\":", "", "nonsense"}) {
            LlmRequest request = hello(List.of(new ToolSpec("x", "y", broken)));
            assertThatThrownBy(() -> ChatBody.write(OpenAiConfig.groq(), request))
                    .isInstanceOf(IOException.class);
        }
    }

    private static OpenAiConfig at(String model) {
        return OpenAiConfig.at(OpenAiConfig.groq().url(), model);
    }
}
