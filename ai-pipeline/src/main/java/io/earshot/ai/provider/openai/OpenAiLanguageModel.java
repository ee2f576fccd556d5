package io.earshot.ai.provider.openai;

import io.earshot.ai.llm.LanguageModel;
import io.earshot.ai.llm.LlmCall;
import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.llm.LlmRequest;
import io.earshot.ai.provider.ApiKey;
import io.earshot.ai.provider.LoopTimer;
import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ProviderFailure;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * A model behind a chat completions endpoint. Thread-safe: it holds configuration, the shared HTTP client, counters,
 * and the time of its last use in an atomic.
 */
public final class OpenAiLanguageModel implements LanguageModel {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final long WARM_FOR_NS = 30_000_000_000L;
    private static final int LARGEST_MODEL_LIST = 1_048_576;

    private final String name;
    private final OpenAiConfig config;
    private final ApiKey key;
    private final OkHttpClient http;
    private final HttpUrl base;
    private final ProviderCounters counters = new ProviderCounters();
    private final AtomicLong lastUseNs = new AtomicLong(LoopTimer.nowNs() - WARM_FOR_NS);

    /** @param name of this provider in metrics and failures */
    public OpenAiLanguageModel(String name, OpenAiConfig config, ApiKey key, LlmHttp http) {
        this.name = name;
        this.config = config;
        this.key = key;
        this.http = http.connectingWithin(config.timeouts().connect());
        this.base = HttpUrl.get(config.url());
    }

    @Override
    public String name() {
        return name;
    }

    /** What happened since the start. */
    public ProviderCounters counters() {
        return counters;
    }

    /** Lists the models, which costs no tokens, unless the connection was in use within the last 30 s. */
    @Override
    public void warm() {
        long nowNs = LoopTimer.nowNs();
        long lastNs = lastUseNs.get();
        if (nowNs - lastNs >= WARM_FOR_NS && lastUseNs.compareAndSet(lastNs, nowNs)) {
            Thread.ofVirtual().name("earshot-llm-warm").start(this::listModels);
        }
    }

    @Override
    public LlmCall start(LlmRequest request, EventLoop loop, Consumer<LlmEvent> events) {
        lastUseNs.set(LoopTimer.nowNs());
        byte[] body;
        try {
            body = ChatBody.write(config, request);
        } catch (IOException e) {
            String why = "a function's parameters or an extra field are not JSON";
            return new RefusedCall(ProviderFailure.of(name, ProviderFailure.Kind.BAD_REQUEST, why), loop, events);
        }
        Request post = request("chat/completions")
                .header("Accept", "text/event-stream")
                .post(RequestBody.create(body, JSON))
                .build();
        ChatCall call = new ChatCall(
                name,
                config.timeouts(),
                new RepeatRule(config.retry(), ThreadLocalRandom.current()),
                mailbox -> new Attempt(name, key, http.newCall(post), counters, mailbox),
                loop,
                events,
                counters);
        call.start();
        return call;
    }

    private Request.Builder request(String path) {
        Request.Builder request = new Request.Builder()
                .url(base.newBuilder().addPathSegments(path).build())
                .header("Authorization", "Bearer " + key.reveal())
                .header("User-Agent", "earshot");
        config.headers().forEach(request::header);
        return request;
    }

    private void listModels() {
        try (Response response = http.newCall(request("models").build()).execute()) {
            // Read to the end, so that the connection goes back to the pool.
            response.body().source().request(LARGEST_MODEL_LIST);
            counters.count(ProviderCounters.Event.CONNECTED);
        } catch (IOException e) {
            counters.count(ProviderCounters.Event.CONNECT_FAILED);
        }
    }
}
