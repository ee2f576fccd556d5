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

/** Deepgram's v1 live transcription. Thread-safe: it holds configuration and counters only. */
public final class DeepgramV1 implements SpeechToText {
    private final String name;
    private final DeepgramV1Config config;
    private final ApiKey key;
    private final WebSocketClient client;
    private final ProviderCounters counters = new ProviderCounters();

    /** @param name of this provider in metrics and failures */
    public DeepgramV1(String name, DeepgramV1Config config, ApiKey key, WebSocketClient client) {
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
        return config.decidesTurns();
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
                client, request, new V1Core(name, config, counters), config.stream(), format, loop, events, counters);
        stream.start();
        return stream;
    }

    static URI address(DeepgramV1Config config, AudioFormat format) {
        QueryString query = new QueryString(config.url())
                .add("model", config.model())
                .addIfSet("language", config.language())
                .add("encoding", Encodings.name(format))
                .add("sample_rate", Integer.toString(format.sampleRate()))
                .add("channels", "1")
                .add("interim_results", Boolean.toString(config.interimResults()))
                .add("punctuate", Boolean.toString(config.punctuate()))
                .addIfSet("smart_format", config.smartFormat())
                .addIfSet("numerals", config.numerals())
                .addIfSet("filler_words", config.fillerWords())
                .addIfSet("profanity_filter", config.profanityFilter())
                .addIfSet("vad_events", config.vadEvents())
                .addIfSet("no_delay", config.noDelay())
                .add("endpointing", endpointing(config))
                .addIfSet("mip_opt_out", config.mipOptOut())
                .addIfSet("version", config.version());
        if (config.decidesTurns()) {
            query.addIfSet("utterance_end_ms", config.utteranceEnd().toMillis());
        }
        query.addAll("keyterm", config.keyterms())
                .addAll("keywords", config.keywords())
                .addAll("redact", config.redact())
                .addAll("replace", config.replace())
                .addAll("tag", config.tags());
        config.extra().forEach(query::add);
        return query.toUri();
    }

    private static String endpointing(DeepgramV1Config config) {
        return config.endpointing().isZero()
                ? "false"
                : Long.toString(config.endpointing().toMillis());
    }
}
