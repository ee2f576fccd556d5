package io.earshot.ai.provider.cartesia;

import io.earshot.ai.provider.ApiKey;
import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ws.WebSocketClient;
import io.earshot.ai.provider.ws.WebSocketRequest;
import io.earshot.ai.tts.TextToSpeech;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Cartesia's voices. Thread-safe because the pools are in a concurrent map and each is used on its own loop only.
 */
public final class CartesiaVoice implements TextToSpeech {
    private final String name;
    private final CartesiaConfig config;
    private final WebSocketClient client;
    private final WebSocketRequest request;
    private final ProviderCounters counters = new ProviderCounters();
    private final Map<EventLoop, CartesiaPool> pools = new ConcurrentHashMap<>();
    private final String idPrefix = Long.toHexString(ThreadLocalRandom.current().nextLong()) + "-";
    private final AtomicLong lastId = new AtomicLong();

    /** @param name of this provider in metrics and failures */
    public CartesiaVoice(String name, CartesiaConfig config, ApiKey key, WebSocketClient client) {
        this.name = name;
        this.config = config;
        this.client = client;
        this.request = new WebSocketRequest(
                name,
                config.url(),
                Map.of("Cartesia-Version", config.version()),
                new WebSocketRequest.Authorization("Authorization", "Bearer ", key),
                config.socket());
    }

    @Override
    public String name() {
        return name;
    }

    /** What happened since the start. */
    public ProviderCounters counters() {
        return counters;
    }

    @Override
    public void warm(EventLoop loop) {
        if (loop.inEventLoop()) {
            pool(loop).warm();
        } else {
            loop.execute(() -> pool(loop).warm());
        }
    }

    @Override
    public TtsStream open(AudioFormat format, EventLoop loop, Consumer<TtsEvent> events) {
        UtteranceCore core = new UtteranceCore(name, config, format, counters, this::contextId);
        return new CartesiaStream(pool(loop), core, loop, events, counters);
    }

    private CartesiaPool pool(EventLoop loop) {
        return pools.computeIfAbsent(loop, key -> new CartesiaPool(client, request, key, config, counters));
    }

    private String contextId() {
        return idPrefix + lastId.incrementAndGet();
    }
}
