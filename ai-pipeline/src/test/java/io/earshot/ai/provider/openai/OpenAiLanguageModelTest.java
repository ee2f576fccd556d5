package io.earshot.ai.provider.openai;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.llm.ChatMessage;
import io.earshot.ai.llm.LlmCall;
import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.llm.LlmRequest;
import io.earshot.ai.llm.ToolSpec;
import io.earshot.ai.provider.ApiKey;
import io.earshot.ai.provider.Loops;
import io.earshot.ai.provider.ProviderCounters.Event;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenAiLanguageModelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final LlmRequest HELLO = new LlmRequest(List.of(new ChatMessage.User("Hello")), List.of());

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final MockWebServer server = new MockWebServer();
    private final BlockingQueue<LlmEvent> events = new LinkedBlockingQueue<>();
    private OpenAiLanguageModel model;

    @BeforeEach
    void start() throws IOException {
        server.start();
        model = modelAt(server.url("/openai/v1").uri(), PATIENCE);
    }

    @AfterEach
    void close() {
        server.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private void impatient() {
        model = modelAt(server.url("/openai/v1").uri(), Duration.ofMillis(400));
    }

    private static OpenAiLanguageModel modelAt(URI url, Duration tokenLimit) {
        OpenAiConfig base = OpenAiConfig.at(url, "llama");
        OpenAiConfig config = new OpenAiConfig(
                url,
                "llama",
                -1,
                -1,
                0,
                "auto",
                "",
                true,
                List.of(),
                0,
                "",
                base.headers(),
                base.extra(),
                new OpenAiConfig.Retry(3, Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(500)),
                new OpenAiConfig.Timeouts(PATIENCE, tokenLimit, tokenLimit, Duration.ofSeconds(20)));
        return new OpenAiLanguageModel("groq", config, ApiKey.of("gsk_1"), LlmHttp.create());
    }

    private static MockResponse.Builder stream(String body) {
        return new MockResponse.Builder()
                .setHeader("Content-Type", "text/event-stream")
                .chunkedBody(body, 7);
    }

    private LlmCall ask(LlmRequest request) throws Exception {
        return Loops.on(loop, () -> model.start(request, loop, events::add));
    }

    private LlmEvent next() throws InterruptedException {
        return requireNonNull(events.poll(5, TimeUnit.SECONDS), "no event");
    }

    private ProviderFailure failure() throws InterruptedException {
        return ((LlmEvent.Failed) next()).failure();
    }

    @Test
    void shouldStreamAnAnswerOverTheVendorsWireForm() throws Exception {
        server.enqueue(stream(Sse.answer("Hel", "lo.")).build());
        ask(HELLO);

        assertThat(next()).isEqualTo(new LlmEvent.Token("Hel"));
        assertThat(next()).isEqualTo(new LlmEvent.Token("lo."));
        assertThat(next()).isEqualTo(new LlmEvent.Finished(List.of(), 12, 6));
        RecordedRequest request = server.takeRequest();
        assertThat(request.getRequestLine()).isEqualTo("POST /openai/v1/chat/completions HTTP/1.1");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer gsk_1");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(request.getBody().utf8()).startsWith("{\"model\":\"llama\",\"messages\":[{\"role\":\"user\"");
    }

    @Test
    void shouldUseTheConnectionAgain() throws Exception {
        server.enqueue(new MockResponse.Builder().body("{\"data\":[]}").build());
        server.enqueue(stream(Sse.answer("a")).build());
        server.enqueue(stream(Sse.answer("b")).build());
        model.warm();
        assertThat(server.takeRequest().getRequestLine()).isEqualTo("GET /openai/v1/models HTTP/1.1");
        model.warm();
        for (int i = 1; i <= 2; i++) {
            ask(HELLO);
            next();
            next();
            RecordedRequest request = server.takeRequest();
            assertThat(request.getRequestLine()).startsWith("POST");
        }
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void shouldRepeatAfterARateLimitAsLongAsItIsAskedToWait() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .setHeader("retry-after", "0.05")
                .build());
        server.enqueue(new MockResponse.Builder().code(503).build());
        server.enqueue(stream(Sse.answer("ok")).build());
        ask(HELLO);

        assertThat(next()).isEqualTo(new LlmEvent.Token("ok"));
        assertThat(model.counters().of(Event.RETRIED)).isEqualTo(2);
    }

    @Test
    void shouldFailAtOnceWhenAskedToWaitLongerThanACallerWould() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .setHeader("retry-after", "12")
                .setHeader("x-request-id", "req_9")
                .body(
                        "{\"error\":{\"message\":\"Rate limit for gsk_1\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}")
                .build());
        ask(HELLO);

        ProviderFailure failure = failure();
        assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(failure.retryAfterMs()).isEqualTo(12_000);
        assertThat(failure.detail())
                .contains("429", "req_9", "rate_limit_exceeded")
                .doesNotContain("gsk_1");
    }

    @Test
    void shouldNotRepeatWhatCannotGetBetter() throws Exception {
        server.enqueue(new MockResponse.Builder().code(401).build());
        ask(HELLO);
        assertThat(failure().kind()).isEqualTo(Kind.UNAUTHORIZED);

        server.enqueue(new MockResponse.Builder()
                .code(500)
                .setHeader("x-should-retry", "false")
                .build());
        ask(HELLO);
        assertThat(failure().kind()).isEqualTo(Kind.SERVER_ERROR);
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void shouldTimeOutWithoutAFirstToken() throws Exception {
        impatient();
        server.enqueue(
                stream(Sse.answer("late")).headersDelay(2, TimeUnit.SECONDS).build());
        ask(HELLO);

        ProviderFailure failure = failure();
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.detail()).contains("first token");
    }

    @Test
    void shouldTimeOutWhenTheAnswerStalls() throws Exception {
        impatient();
        server.enqueue(stream(Sse.answer("Hel", "lo"))
                .onResponseBody(SocketEffect.Stall.INSTANCE)
                .build());
        ask(HELLO);

        assertThat(next()).isInstanceOf(LlmEvent.Token.class);
        ProviderFailure failure = failure();
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.detail()).contains("further token");
    }

    @Test
    void shouldNotRepeatAnAnswerThatBrokeOffAfterItsFirstToken() throws Exception {
        server.enqueue(stream(Sse.answer("Hel", "lo"))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
        ask(HELLO);

        assertThat(next()).isInstanceOf(LlmEvent.Token.class);
        assertThat(failure().kind()).isEqualTo(Kind.DISCONNECTED);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void shouldRepeatAnAnswerThatWasGarbageFromTheStart() throws Exception {
        server.enqueue(stream("data: garbage\n\n").build());
        server.enqueue(stream(Sse.answer("ok")).build());
        ask(HELLO);
        assertThat(next()).isEqualTo(new LlmEvent.Token("ok"));
    }

    @Test
    void shouldSayNothingAfterItWasCancelled() throws Exception {
        server.enqueue(stream(Sse.answer("a", "b"))
                .onResponseBody(SocketEffect.Stall.INSTANCE)
                .build());
        server.enqueue(stream(Sse.answer("next")).build());
        LlmCall call = ask(HELLO);
        next();
        Loops.run(loop, call::cancel);
        Loops.run(loop, call::cancel);
        events.clear();
        ask(HELLO);

        assertThat(next()).isEqualTo(new LlmEvent.Token("next"));
    }

    @Test
    void shouldCallAnUnreachableServerSo() throws Exception {
        int unused;
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = reserved.getLocalPort();
        }
        model = modelAt(URI.create("http://127.0.0.1:" + unused + "/v1"), PATIENCE);
        ask(HELLO);

        assertThat(failure().kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(model.counters().of(Event.RETRIED)).isEqualTo(2);
    }

    @Test
    void shouldRefuseBrokenFunctionsWithoutAsking() throws Exception {
        ask(new LlmRequest(HELLO.messages(), List.of(new ToolSpec("x", "y", "{"))));
        assertThat(failure().kind()).isEqualTo(Kind.BAD_REQUEST);
        assertThat(server.getRequestCount()).isZero();
    }
}
