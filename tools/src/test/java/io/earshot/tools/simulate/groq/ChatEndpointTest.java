package io.earshot.tools.simulate.groq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.tools.simulate.SimSocket;
import io.earshot.tools.simulate.SimulatorConfig;
import io.earshot.tools.simulate.Simulators;
import io.earshot.tools.simulate.behaviour.Fault;
import io.earshot.tools.simulate.behaviour.Latency;
import io.earshot.tools.simulate.behaviour.LatencyPoint;
import io.earshot.tools.simulate.behaviour.SimulatorStats.Delay;
import io.earshot.tools.simulate.behaviour.SimulatorStats.Stage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatEndpointTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String TOOLS = """
            ,"tools":[{"type":"function","function":{"name":"hang_up","parameters":{"type":"object","properties":{}}}},
            {"type":"function","function":{"name":"transfer_call","parameters":{"type":"object",
            "properties":{"destination":{"type":"string"}},"required":["destination"]}}},
            {"type":"function","function":{"name":"send_dtmf","parameters":{"type":"object",
            "properties":{"digits":{"type":"string"},"pause":{"type":"integer"}},"required":["digits"]}}}]""";
    private static Simulators simulators;

    @BeforeAll
    static void start() throws Exception {
        simulators = Simulators.start(SimulatorConfig.defaults().withoutLatency());
    }

    @AfterAll
    static void stop() {
        simulators.close();
    }

    @AfterEach
    void endFaults() {
        simulators.faults().replace(List.of());
        for (LatencyPoint point : LatencyPoint.values()) {
            simulators.latencies().set(point, Latency.fixed(Duration.ZERO));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'What are your opening hours on Saturday?',nine in the morning",
        "'How much does a bicycle repair cost?',thirty euros",
        "'Where can I park my car near the shop?',behind the building",
        "'Wait, stop, I have another question.',What would you like",
        "'Hello, good morning.',How can I help",
        "'Thank you very much, goodbye.',Thank you for calling",
        "'Please transfer me to a human.',put you through",
        "'Please press one for me.',press it",
        "'Yes, please.',Good.",
        "'No, thank you.',All right",
        "'[unrecognised speech 1.8 s]',did not understand",
        "'Xyzzy?',I do not know that"
    })
    void shouldAnswerByTheWordsOfTheQuestion(String question, String part) throws Exception {
        JsonNode answer = SimSocket.json(post(body(question, "")).body());
        assertThat(answer.at("/choices/0/message/content").asText()).contains(part);
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.at("/usage/total_tokens").asInt()).isGreaterThan(10);
    }

    @Test
    void shouldStreamTokensThatMakeUpTheAnswer() throws Exception {
        HttpResponse<String> response =
                post(body("Where can I park?", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        List<JsonNode> chunks = chunks(response.body());

        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(response.headers().firstValue("x-ratelimit-remaining-tokens"))
                .isPresent();
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
        assertThat(chunks.get(0).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(chunks.get(0).at("/x_groq/id").asText())
                .isEqualTo(response.headers().firstValue("x-request-id").orElseThrow());
        assertThat(content(chunks))
                .startsWith("You can park behind the building, and")
                .endsWith("there all day.");
        JsonNode last = chunks.get(chunks.size() - 2);
        assertThat(last.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(last.at("/x_groq/usage/completion_tokens").asInt()).isEqualTo(chunks.size() - 3);
        assertThat(chunks.get(chunks.size() - 1).path("choices")).isEmpty();
        assertThat(chunks.get(chunks.size() - 1).at("/usage/total_tokens").asInt())
                .isPositive();
        assertThat(chunks)
                .allSatisfy(chunk ->
                        assertThat(chunk.path("id")).isEqualTo(chunks.get(0).path("id")));
    }

    @ParameterizedTest
    @CsvSource({
        "'Thank you very much, goodbye.',hang_up,{}",
        "'Please transfer me to a human.',transfer_call,'{\"destination\":\"operator\"}'",
        "'Please press one for me.',send_dtmf,'{\"digits\":\"1\"}'"
    })
    void shouldCallTheOfferedFunctionThatWasAskedFor(String question, String name, String arguments) throws Exception {
        List<JsonNode> chunks =
                chunks(post(body(question, ",\"stream\":true" + TOOLS)).body());
        List<JsonNode> calls = chunks.stream()
                .flatMap(chunk -> chunk.at("/choices/0/delta/tool_calls").valueStream())
                .toList();

        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).at("/function/name").asText()).isEqualTo(name);
        assertThat(calls.get(0).at("/function/arguments").asText()).isEqualTo(arguments);
        assertThat(chunks.get(chunks.size() - 1).at("/choices/0/finish_reason").asText())
                .isEqualTo("tool_calls");
    }

    @Test
    void shouldCallNoFunctionWhenNoneIsAskedForOrAllowed() throws Exception {
        assertThat(post(body("What are your opening hours?", TOOLS)).body()).doesNotContain("tool_calls");
        assertThat(post(body("Goodbye.", TOOLS + ",\"tool_choice\":\"none\"")).body())
                .doesNotContain("tool_calls");
    }

    @Test
    void shouldSpeakAboutTheResultOfAFunction() throws Exception {
        String messages = """
                {"model":"llama-3.3-70b-versatile","messages":[{"role":"user","content":"Please press one."},
                {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",
                "function":{"name":"send_dtmf","arguments":"{}"}}]},
                {"role":"tool","tool_call_id":"c1","content":"done"}]}""";
        assertThat(post(messages).body()).contains("I have pressed it.");
    }

    @Test
    void shouldCutAtTheMostTokensAndAtStops() throws Exception {
        JsonNode cut = SimSocket.json(
                post(body("opening hours", ",\"max_completion_tokens\":3")).body());
        assertThat(cut.at("/choices/0/message/content").asText()).isEqualTo("On Saturday we");
        assertThat(cut.at("/choices/0/finish_reason").asText()).isEqualTo("length");

        JsonNode stopped =
                SimSocket.json(post(body("opening hours", ",\"stop\":[\".\"]")).body());
        assertThat(stopped.at("/choices/0/message/content").asText()).endsWith("afternoon");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"model\":\"llama-3.3-70b-versatile\"}",
                "{\"model\":\"llama-3.3-70b-versatile\",\"messages\":[]}",
                "{\"model\":\"llama-3.3-70b-versatile\",\"messages\":[{\"role\":\"pirate\",\"content\":\"x\"}]}",
                "{\"model\":\"llama-3.3-70b-versatile\",\"messages\":[{\"role\":\"user\",\"name\":\"a\",\"content\":\"x\"}]}",
                "{\"model\":\"llama-3.3-70b-versatile\",\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"llama-3.3-70b-versatile\",\"logit_bias\":{},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"llama-3.3-70b-versatile\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{}]}"
            })
    void shouldRefuseBadRequestsInTheVendorsShape(String body) throws Exception {
        HttpResponse<String> response = post(body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(SimSocket.json(response.body()).at("/error/type").asText()).isEqualTo("invalid_request_error");
    }

    @Test
    void shouldSurviveWhateverJsonItIsGiven() throws Exception {
        Random random = new Random(11);
        String good = body("opening hours", TOOLS + ",\"tool_choice\":\"auto\",\"stop\":\"x\",\"max_tokens\":9");
        for (int i = 0; i < 300; i++) {
            StringBuilder bad = new StringBuilder(good);
            for (int edits = random.nextInt(1, 6); edits > 0; edits--) {
                int at = random.nextInt(bad.length());
                switch (random.nextInt(3)) {
                    case 0 -> bad.deleteCharAt(at);
                    case 1 -> bad.insert(at, "{}[],:\"0nt\u00e9\\".charAt(random.nextInt(12)));
                    default -> bad.setCharAt(at, "{}[],:\"0nt".charAt(random.nextInt(10)));
                }
            }
            assertThat(post(bad.toString()).statusCode()).as(bad.toString()).isIn(200, 400, 404);
        }
    }

    @Test
    void shouldKnowItsKeysModelsAndPaths() throws Exception {
        assertThat(get("/models", "Bearer k").body()).contains("llama-3.3-70b-versatile");
        assertThat(get("/models/openai/gpt-oss-120b", "Bearer k").statusCode()).isEqualTo(200);
        assertThat(get("/models/none", "Bearer k").body()).contains("model_not_found");
        HttpResponse<String> refused = get("/models", "Token k");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("invalid_api_key");
        assertThat(get("/nothing", "Bearer k").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldLimitEachSecondRequestAsAsked() throws Exception {
        simulators.faults().replace(List.of(Fault.parse("groq:limit,every=2,retry-after=3")));

        assertThat(post(body("hello", "")).statusCode()).isEqualTo(200);
        HttpResponse<String> limited = post(body("hello", ""));
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("retry-after")).contains("3");
        assertThat(SimSocket.json(limited.body()).at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
    }

    @Test
    void shouldFailInTheMiddleOfAStreamAsFaultsDemand() throws Exception {
        String streamed = body("opening hours", ",\"stream\":true");
        simulators.faults().replace(List.of(Fault.parse("groq:error")));
        assertThat(post(streamed).body())
                .contains("\" Saturday\"")
                .contains("event: error\ndata: {\"error\"")
                .doesNotContain("[DONE]");

        simulators.faults().replace(List.of(Fault.parse("groq:garbage")));
        assertThat(post(streamed).body()).contains("garbage").doesNotContain("[DONE]");

        simulators.faults().replace(List.of(Fault.parse("groq:disconnect")));
        assertThatThrownBy(() -> post(streamed)).isInstanceOf(IOException.class);

        simulators.faults().replace(List.of(Fault.parse("groq:stall")));
        assertThatThrownBy(() -> post(streamed, Duration.ofMillis(300))).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void shouldTakeTheTimeItIsToldAndMeasureIt() throws Exception {
        simulators.latencies().set(LatencyPoint.LLM_FIRST_TOKEN, Latency.parse("fixed:60ms"));
        simulators.latencies().set(LatencyPoint.LLM_TOKEN_INTERVAL, Latency.parse("fixed:2ms"));
        simulators.stats().reset();

        List<JsonNode> chunks =
                chunks(post(body("opening hours", ",\"stream\":true")).body());

        // An answer that another test gave up may still have ended after the reset, before ours.
        List<Delay> delays = List.copyOf(simulators.stats().recent());
        List<Delay> ours = delays.subList(Math.max(0, delays.size() - 2), delays.size());
        assertThat(ours).extracting(Delay::stage).containsExactly(Stage.LLM_FIRST_TOKEN, Stage.LLM_WHOLE);
        long first = ours.getFirst().tookNs();
        long whole = ours.getLast().tookNs();
        assertThat(first).isBetween(60_000_000L, 400_000_000L);
        assertThat(whole - first).isGreaterThan((chunks.size() - 3) * 1_900_000L);
    }

    private static String body(String question, String more) {
        return "{\"model\":\"llama-3.3-70b-versatile\",\"messages\":[{\"role\":\"system\",\"content\":\"Be short.\"},"
                + "{\"role\":\"user\",\"content\":\"" + question + "\"}]" + more + "}";
    }

    private static HttpResponse<String> post(String body) throws Exception {
        return post(body, Duration.ofSeconds(10));
    }

    private static HttpResponse<String> post(String body, Duration limit) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulators.groq() + "/chat/completions"))
                .header("Authorization", "Bearer test")
                .timeout(limit)
                .POST(BodyPublishers.ofString(body))
                .build();
        // The client's time limit ends with the headers; a stalled body needs one of its own.
        try {
            return CLIENT.sendAsync(request, BodyHandlers.ofString()).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer");
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private static HttpResponse<String> get(String path, String authorization) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(simulators.groq() + path))
                        .header("Authorization", authorization)
                        .build(),
                BodyHandlers.ofString());
    }

    private static List<JsonNode> chunks(String body) {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : body.split("\n\n")) {
            if (!event.contains("[DONE]")) {
                chunks.add(SimSocket.json(event.substring("data: ".length())));
            }
        }
        return chunks;
    }

    private static String content(List<JsonNode> chunks) {
        return chunks.stream()
                .map(chunk -> chunk.at("/choices/0/delta/content").asText(""))
                .collect(Collectors.joining());
    }
}
