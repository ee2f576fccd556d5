package io.earshot.bridge;

import io.earshot.ai.agent.AgentServices;
import io.earshot.ai.agent.Phrase;
import io.earshot.ai.latency.LatencyRecorder;
import io.earshot.ai.llm.LanguageModel;
import io.earshot.ai.provider.ApiKey;
import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.cartesia.CartesiaVoice;
import io.earshot.ai.provider.deepgram.DeepgramFlux;
import io.earshot.ai.provider.deepgram.DeepgramV1;
import io.earshot.ai.provider.fallback.FallbackLanguageModel;
import io.earshot.ai.provider.fallback.FallbackListener.Stage;
import io.earshot.ai.provider.fallback.FallbackSpeechToText;
import io.earshot.ai.provider.fallback.FallbackTextToSpeech;
import io.earshot.ai.provider.openai.LlmHttp;
import io.earshot.ai.provider.openai.OpenAiConfig;
import io.earshot.ai.provider.openai.OpenAiLanguageModel;
import io.earshot.ai.provider.phrase.PhraseMemory;
import io.earshot.ai.provider.ws.WebSocketClient;
import io.earshot.ai.stt.SpeechToText;
import io.earshot.ai.tts.TextToSpeech;
import io.earshot.bridge.canned.SpeechShelf;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.ConfigFault;
import io.earshot.bridge.config.Secret;
import io.earshot.bridge.observe.ProviderOutcomes;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.retry.BreakerSettings;
import io.earshot.media.retry.BreakerState;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds the configured providers, in their order of preference. Immutable once built; a reload builds another, with the same connections
 * and counters.
 */
final class ProviderDesk {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final ApiKey NO_KEY = ApiKey.of("none");

    private final BridgeConfig config;
    private final WebSocketClient sockets;
    private final LlmHttp http;
    private final List<ConfigFault> faults = new ArrayList<>();
    private final Map<String, ProviderCounters> counters = new LinkedHashMap<>();
    private final ProviderOutcomes outcomes;
    private final Map<Stage, Supplier<Map<String, BreakerState>>> breakers = new EnumMap<>(Stage.class);
    private final SpeechToText ears;
    private final LanguageModel mind;
    private final PhraseMemory voice;
    private final SpeechShelf shelf;

    /**
     * Builds every provider that an order names.
     *
     * @throws ConfigException when one of them has no key and is not on this machine, and an agent needs it
     */
    ProviderDesk(BridgeConfig config) throws ConfigException {
        this.config = config;
        this.sockets = WebSocketClient.create();
        this.http = LlmHttp.create();
        this.outcomes = new ProviderOutcomes();
        BreakerSettings breaker = config.fallback().breaker();
        this.ears = ears(breaker, config.fallback().replay());
        this.mind = mind(breaker);
        this.voice = new PhraseMemory(voice(breaker), phrases(config));
        this.shelf = shelf();
        refuseFaults();
    }

    /** Keeps what is built from the same settings, with its breakers and what it remembers. */
    private ProviderDesk(BridgeConfig config, ProviderDesk before) throws ConfigException {
        this.config = config;
        this.sockets = before.sockets;
        this.http = before.http;
        this.outcomes = before.outcomes;
        counters.putAll(before.counters);
        breakers.putAll(before.breakers);
        BreakerSettings breaker = config.fallback().breaker();
        boolean complete = before.faults.isEmpty();
        this.ears = complete && earSettings(config).equals(earSettings(before.config))
                ? before.ears
                : ears(breaker, config.fallback().replay());
        this.mind = complete && mindSettings(config).equals(mindSettings(before.config)) ? before.mind : mind(breaker);
        this.voice = complete && voiceSettings(config).equals(voiceSettings(before.config))
                ? before.voice
                : new PhraseMemory(voice(breaker), phrases(config));
        boolean sameShelf = voice.equals(before.voice)
                && config.agent().outage().equals(before.config.agent().outage());
        this.shelf = sameShelf ? before.shelf : shelf();
        refuseFaults();
    }

    private SpeechShelf shelf() {
        SpeechShelf made = new SpeechShelf(
                config.agent().outage(), voice, config.tts().cartesia().toString());
        made.open(phrases(config), formats(config.media().codecs()));
        return made;
    }

    private void refuseFaults() throws ConfigException {
        if (!faults.isEmpty() && config.needsAgent()) {
            throw new ConfigException(faults.stream().distinct().toList());
        }
    }

    /**
     * The providers of another configuration. Those whose settings did not change are the same as before; a new voice has learnt
     * the greeting when this returns, or said that it cannot, so that no call waits for it.
     *
     * @throws ConfigException when one of them has no key and is not on this machine, and an agent needs it
     */
    ProviderDesk with(BridgeConfig changed, MediaLoops loops) throws ConfigException {
        ProviderDesk next = new ProviderDesk(changed, this);
        boolean sameWords = changed.agent()
                .script()
                .greeting()
                .equals(config.agent().script().greeting());
        if (!next.voice.equals(voice)
                || !sameWords
                || !changed.media().codecs().equals(config.media().codecs())) {
            next.learnGreeting(loops, changed.media().codecs());
        }
        return next;
    }

    private static List<Object> earSettings(BridgeConfig config) {
        return List.of(config.stt(), config.keys().deepgram(), config.fallback());
    }

    private static List<Object> mindSettings(BridgeConfig config) {
        return List.of(
                config.llm(),
                config.keys().groq(),
                config.keys().openai(),
                config.fallback().breaker());
    }

    private static List<Object> voiceSettings(BridgeConfig config) {
        return List.of(config.tts(), config.keys().cartesia(), config.fallback().breaker(), phrases(config));
    }

    /** What the providers in force were built from, by section. */
    static Map<String, Supplier<? extends Record>> sections(Supplier<ProviderDesk> inForce) {
        return Map.of(
                "stt", () -> inForce.get().config.stt(),
                "llm", () -> inForce.get().config.llm(),
                "tts", () -> inForce.get().config.tts(),
                "vad", () -> inForce.get().config.vad(),
                "keys", () -> inForce.get().config.keys(),
                "fallback", () -> inForce.get().config.fallback());
    }

    /** What the agents of all calls share. */
    AgentServices services(LatencyRecorder latency) {
        return new AgentServices(ears, mind, voice, Detectors.of(config.vad()), List.of(), latency, shelf);
    }

    /** Speaks prompts, where a voice can be used. */
    Optional<TextToSpeech> prompter() {
        return faults.isEmpty() ? Optional.of(voice) : Optional.empty();
    }

    /** What became of requests. */
    ProviderOutcomes outcomes() {
        return outcomes;
    }

    /** From now on these providers' breakers are those told of. */
    void watch() {
        breakers.forEach(outcomes::watch);
    }

    /** Counters by provider. */
    Map<String, ProviderCounters> counters() {
        return counters;
    }

    /**
     * Has the greeting spoken once in the formats that callers may have, and waits a moment for it. A voice that fails is
     * no reason not to start: the greeting is then synthesized while the phone rings.
     */
    void learnGreeting(MediaLoops loops, List<AudioCodec> codecs) {
        String greeting = config.agent().script().greeting();
        List<AudioFormat> formats = formats(codecs);
        if (!config.needsAgent()) {
            return;
        }
        List<String> later = config.agent().outage().learn() ? outagePhrases(config) : List.of();
        new GreetingLessons(voice, greeting, later, formats, loops.all().getFirst()).run();
    }

    private static List<AudioFormat> formats(List<AudioCodec> codecs) {
        return codecs.stream().map(AudioCodec::format).distinct().toList();
    }

    /** The lists are named after their first provider, which is what a call is counted under. */
    private SpeechToText ears(BreakerSettings breaker, Duration replay) {
        List<SpeechToText> all = config.stt().order().stream().map(this::ears).toList();
        FallbackSpeechToText list = new FallbackSpeechToText(all.getFirst().name(), all, breaker, replay, outcomes);
        breakers.put(Stage.STT, list::breakers);
        return list;
    }

    private LanguageModel mind(BreakerSettings breaker) {
        List<LanguageModel> all = config.llm().order().stream().map(this::mind).toList();
        FallbackLanguageModel list = new FallbackLanguageModel(all.getFirst().name(), all, breaker, outcomes);
        breakers.put(Stage.LLM, list::breakers);
        return list;
    }

    private TextToSpeech voice(BreakerSettings breaker) {
        List<TextToSpeech> all = config.tts().order().stream().map(this::voice).toList();
        FallbackTextToSpeech list = new FallbackTextToSpeech(all.getFirst().name(), all, breaker, outcomes);
        breakers.put(Stage.TTS, list::breakers);
        return list;
    }

    private SpeechToText ears(io.earshot.bridge.config.SttConfig.Provider provider) {
        return switch (provider) {
            case DEEPGRAM -> {
                var settings = config.stt().deepgram();
                ApiKey key =
                        key("DEEPGRAM_API_KEY", "keys.deepgram", config.keys().deepgram(), settings.url());
                DeepgramV1 built = new DeepgramV1("deepgram", settings, key, sockets);
                counters.put(built.name(), built.counters());
                yield built;
            }
            case FLUX -> {
                var settings = config.stt().flux();
                ApiKey key =
                        key("DEEPGRAM_API_KEY", "keys.deepgram", config.keys().deepgram(), settings.url());
                DeepgramFlux built = new DeepgramFlux("flux", settings, key, sockets);
                counters.put(built.name(), built.counters());
                yield built;
            }
        };
    }

    private LanguageModel mind(io.earshot.bridge.config.LlmConfig.Provider provider) {
        return switch (provider) {
            case GROQ ->
                mind(
                        "groq",
                        config.llm().groq(),
                        "GROQ_API_KEY",
                        "keys.groq",
                        config.keys().groq());
            case OPENAI ->
                mind(
                        "openai",
                        config.llm().openai(),
                        "OPENAI_API_KEY",
                        "keys.openai",
                        config.keys().openai());
        };
    }

    private LanguageModel mind(String name, OpenAiConfig settings, String variable, String path, Secret secret) {
        ApiKey key = key(variable, path, secret, settings.url());
        OpenAiLanguageModel built = new OpenAiLanguageModel(name, settings, key, http);
        counters.put(name, built.counters());
        return built;
    }

    private TextToSpeech voice(io.earshot.bridge.config.TtsConfig.Provider provider) {
        return switch (provider) {
            case CARTESIA -> {
                var settings = config.tts().cartesia();
                ApiKey key =
                        key("CARTESIA_API_KEY", "keys.cartesia", config.keys().cartesia(), settings.url());
                CartesiaVoice built = new CartesiaVoice("cartesia", settings, key, sockets);
                counters.put(built.name(), built.counters());
                yield built;
            }
        };
    }

    /** The key; one that is missing is a fault, unless the provider is a simulator on this machine. */
    private ApiKey key(String variable, String path, Secret secret, URI url) {
        if (secret.isPresent()) {
            try {
                return ApiKey.of(secret.reveal());
            } catch (IllegalArgumentException e) {
                faults.add(new ConfigFault(variable, path, String.valueOf(e.getMessage())));
            }
        } else if (!LOOPBACK.contains(String.valueOf(url.getHost()))) {
            faults.add(new ConfigFault(
                    "environment",
                    path,
                    "no key for " + url.getHost() + ": set " + variable
                            + ", or use the simulators (earshot serve --sandbox)"));
        }
        return NO_KEY;
    }

    /** Sentences for times when the voice cannot be asked: worth having before. */
    private static List<String> outagePhrases(BridgeConfig config) {
        var outage = config.agent().outage();
        return Stream.of(Phrase.values())
                .map(outage::sentence)
                .filter(phrase -> !phrase.isBlank())
                .toList();
    }

    /** Sentences that every call may need: worth synthesizing once. */
    private static Set<String> phrases(BridgeConfig config) {
        var script = config.agent().script();
        Stream<String> usual = Stream.of(
                script.greeting(), script.silencePrompt(), script.filler(), script.callWarning(), script.farewell());
        return Stream.concat(usual, outagePhrases(config).stream())
                .filter(phrase -> !phrase.isBlank())
                .collect(Collectors.toUnmodifiableSet());
    }
}
