package io.earshot.ai.provider.deepgram;

import io.earshot.ai.provider.ApiKey;
import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.QueryString;
import io.earshot.ai.provider.ws.WebSocketClient;
import io.earshot.ai.provider.ws.WebSocketRequest;
import io.earshot.ai.stt.SpeechToText;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.stt.SttStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;

/** Deepgram Flux: transcription that knows turns. Thread-safe: it holds configuration and counters only. */
public final class DeepgramFlux implements SpeechToText {
    private final String name;
    private final DeepgramFluxConfig config;
    private final ApiKey key;
    private final WebSocketClient client;
    private final ProviderCounters counters = new ProviderCounters();

    /** @param name of this provider in metrics and failures */
    public DeepgramFlux(String name, DeepgramFluxConfig config, ApiKey key, WebSocketClient client) {
        this.name = name;
        this.config = config;
        this.key = key;
        this.client = client;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean detectsEndOfTurn() {
        return true;
    }

    /** What happened since the start. */
    public ProviderCounters counters() {
        return counters;
    }

    @Override
    public SttStream open(AudioFormat format, EventLoop loop, Consumer<SttEvent> events) {
        WebSocketRequest request = new WebSocketRequest(
                name,
                address(config, format),
                Map.of(),
                new WebSocketRequest.Authorization("Authorization", "Token ", key),
                config.stream().socket());
        DeepgramStream stream = new DeepgramStream(
                client, request, new FluxCore(name, config, counters), config.stream(), format, loop, events, counters);
        stream.start();
        return stream;
    }

    static URI address(DeepgramFluxConfig config, AudioFormat format) {
        QueryString query = new QueryString(config.url())
                .add("model", config.model())
                .add("encoding", Encodings.name(format))
                .add("sample_rate", Integer.toString(format.sampleRate()))
                .addIfSet("eot_threshold", config.eotThreshold())
                .addIfSet("eager_eot_threshold", config.eagerEotThreshold())
                .addIfSet("eot_timeout_ms", config.eotTimeout().toMillis())
                .addIfSet("numerals", config.numerals())
                .addIfSet("profanity_filter", config.profanityFilter())
                .addIfSet("redact", config.redact())
                .addIfSet("mip_opt_out", config.mipOptOut())
                .addAll("keyterm", config.keyterms())
                .addAll("language_hint", config.languageHints())
                .addAll("tag", config.tags());
        config.extra().forEach(query::add);
        return query.toUri();
    }
}
