package io.earshot.tools.simulate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.llm.ChatMessage;
import io.earshot.ai.llm.LanguageModel;
import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.llm.LlmRequest;
import io.earshot.ai.provider.ApiKey;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.provider.cartesia.CartesiaConfig;
import io.earshot.ai.provider.cartesia.CartesiaVoice;
import io.earshot.ai.provider.deepgram.DeepgramFlux;
import io.earshot.ai.provider.deepgram.DeepgramFluxConfig;
import io.earshot.ai.provider.deepgram.DeepgramV1;
import io.earshot.ai.provider.deepgram.DeepgramV1Config;
import io.earshot.ai.provider.fallback.FallbackLanguageModel;
import io.earshot.ai.provider.fallback.FallbackSpeechToText;
import io.earshot.ai.provider.openai.LlmHttp;
import io.earshot.ai.provider.openai.OpenAiConfig;
import io.earshot.ai.provider.openai.OpenAiLanguageModel;
import io.earshot.ai.provider.ws.WebSocketClient;
import io.earshot.ai.stt.SpeechToText;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.stt.SttStream;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.retry.BreakerSettings;
import io.earshot.tools.simulate.behaviour.Fault;
import io.earshot.tools.simulate.speech.PhraseBank;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bridge's own adapters against the simulated vendors, in good and bad times. */
class AdaptersTest {
    private static final String PHRASE = "opening-hours";
    private static final int WAV_HEADER = 44;
    private static final AudioFormat FORMAT = AudioFormat.LINEAR16_16K;

    private static final PhraseBank PHRASES = PhraseBank.load();

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final WebSocketClient sockets = WebSocketClient.create();
    private final ApiKey key = ApiKey.of("proof");
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
    private static Simulators simulators;

    @BeforeAll
    static void start() throws Exception {
        simulators =
                Simulators.start(SimulatorConfig.defaults().withoutLatency().withApiKey("proof"));
    }

    @AfterAll
    static void stop() {
        if (simulators != null) {
            simulators.close();
        }
    }

    @AfterEach
    void rest() {
        simulators.faults().replace(List.of());
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private DeepgramV1 nova() {
        DeepgramV1Config base = DeepgramV1Config.defaults();
        DeepgramV1Config config = new DeepgramV1Config(
                simulators.deepgram().resolve("/v1/listen"),
                base.model(),
                base.language(),
                base.decidesTurns(),
                base.endpointing(),
                base.utteranceEnd(),
                base.interimResults(),
                base.punctuate(),
                base.smartFormat(),
                base.numerals(),
                base.fillerWords(),
                base.profanityFilter(),
                base.vadEvents(),
                base.noDelay(),
                base.keyterms(),
                base.keywords(),
                base.redact(),
                base.replace(),
                base.tags(),
                base.mipOptOut(),
                base.version(),
                base.extra(),
                base.finalizeTimeout(),
                base.keepAlive(),
                base.stream());
        return new DeepgramV1("deepgram", config, key, sockets);
    }

    private DeepgramFlux flux(ApiKey with) {
        DeepgramFluxConfig base = DeepgramFluxConfig.defaults();
        DeepgramFluxConfig config = new DeepgramFluxConfig(
                simulators.deepgram().resolve("/v2/listen"),
                base.model(),
                base.eotThreshold(),
                base.eagerEotThreshold(),
                base.eotTimeout(),
                base.keyterms(),
                base.languageHints(),
                base.numerals(),
                base.profanityFilter(),
                base.redact(),
                base.tags(),
                base.mipOptOut(),
                base.extra(),
                base.forceEndTimeout(),
                base.stream());
        return new DeepgramFlux("flux", config, with, sockets);
    }

    private OpenAiLanguageModel model(URI url) {
        return new OpenAiLanguageModel("groq", OpenAiConfig.at(url, "llama-3.3-70b-versatile"), key, LlmHttp.create());
    }

    private CartesiaVoice voice() {
        CartesiaConfig base = CartesiaConfig.defaults();
        CartesiaConfig config = new CartesiaConfig(
                simulators.cartesia().resolve("/tts/websocket"),
                base.version(),
                base.model(),
                base.voice(),
                base.language(),
                base.speed(),
                base.volume(),
                base.emotion(),
                base.pronunciationDictId(),
                base.maxBufferDelay(),
                base.timestamps(),
                base.contextsPerSocket(),
                base.socketsPerLoop(),
                base.idle(),
                base.firstAudio(),
                base.betweenAudio(),
                base.attempts(),
                base.socket());
        return new CartesiaVoice("cartesia", config, key, sockets);
    }

    private SttStream listen(SpeechToText ears) throws Exception {
        return loop.submit(() -> ears.open(FORMAT, loop, events::add)).get(5, TimeUnit.SECONDS);
    }

    private void play(SttStream stream, byte[] audio) {
        int packet = FORMAT.bytes(20);
        for (int at = 0; at < audio.length; at += packet) {
            byte[] piece = Arrays.copyOfRange(audio, at, Math.min(audio.length, at + packet));
            loop.execute(() -> stream.send(Unpooled.wrappedBuffer(piece)));
        }
    }

    private void speak(SttStream stream) {
        byte[] wav = PHRASES.wav(PHRASE);
        play(stream, Arrays.copyOfRange(wav, WAV_HEADER, wav.length));
        play(stream, new byte[FORMAT.bytes(1_500)]);
    }

    private <T> T next(Class<T> type) throws InterruptedException {
        while (true) {
            Object event = requireNonNull(events.poll(10, TimeUnit.SECONDS), "nothing came");
            if (type.isInstance(event)) {
                return type.cast(event);
            }
            release(event);
            assertThat(event).isNotInstanceOfAny(SttEvent.Failed.class, LlmEvent.Failed.class, TtsEvent.Failed.class);
        }
    }

    private static void release(Object event) {
        if (event instanceof TtsEvent.Audio(var audio)) {
            audio.release();
        }
    }

    private void ask(LanguageModel model) {
        LlmRequest request = new LlmRequest(List.of(new ChatMessage.User(PHRASES.text(PHRASE))), List.of());
        loop.execute(() -> model.start(request, loop, events::add));
    }

    @Test
    void shouldHearATurnThroughFlux() throws Exception {
        SttStream stream = listen(flux(key));
        speak(stream);

        next(SttEvent.SpeechStarted.class);
        assertThat(next(SttEvent.EndOfTurn.class).text()).isEqualToIgnoringCase(PHRASES.text(PHRASE));
        loop.execute(stream::close);
    }

    @Test
    void shouldHearATurnThroughNovaWhenAsked() throws Exception {
        SttStream stream = listen(nova());
        next(SttEvent.Opened.class);
        speak(stream);
        next(SttEvent.Final.class);
        loop.execute(stream::endTurn);

        assertThat(next(SttEvent.EndOfTurn.class).text()).isEqualToIgnoringCase(PHRASES.text(PHRASE));
        loop.execute(stream::close);
    }

    @Test
    void shouldHearATurnThoughTheFirstRecogniserRefusesTheKey() throws Exception {
        FallbackSpeechToText ears = new FallbackSpeechToText(
                "stt",
                List.of(flux(ApiKey.of("wrong")), nova()),
                BreakerSettings.defaults(),
                Duration.ofSeconds(5),
                (stage, provider, outcome, failure) -> events.add(provider + " " + outcome.label()));
        SttStream stream = listen(ears);
        speak(stream);

        assertThat(next(String.class)).isEqualTo("flux failed_over");
        assertThat(next(String.class)).isEqualTo("deepgram succeeded");
        assertThat(next(SttEvent.EndOfTurn.class).text()).isEqualToIgnoringCase(PHRASES.text(PHRASE));
        loop.execute(stream::close);
    }

    @ParameterizedTest
    @CsvSource({
        "'deepgram:limit,times=1,retry-after=1'",
        "'deepgram:refuse,times=1'",
        "'deepgram:disconnect,times=1'",
        "'deepgram:error,times=1'"
    })
    void shouldHearATurnInSpiteOfAFaultOfTheRecogniser(String fault) throws Exception {
        simulators.faults().replace(List.of(Fault.parse(fault)));
        SttStream stream = listen(nova());
        next(SttEvent.Opened.class);
        speak(stream);
        loop.schedule(() -> speak(stream), 700, TimeUnit.MILLISECONDS);
        loop.schedule(stream::endTurn, 1_400, TimeUnit.MILLISECONDS);

        assertThat(next(SttEvent.EndOfTurn.class).text()).containsIgnoringCase(PHRASES.text(PHRASE));
        loop.execute(stream::close);
    }

    @ParameterizedTest
    @CsvSource({"'groq:limit,times=1,retry-after=1'", "'groq:refuse,times=2'"})
    void shouldGetAnAnswerInSpiteOfAFaultOfTheModel(String fault) throws Exception {
        simulators.faults().replace(List.of(Fault.parse(fault)));
        ask(model(simulators.groq()));

        next(LlmEvent.Token.class);
        assertThat(next(LlmEvent.Finished.class).completionTokens()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "groq:stall, TIMEOUT",
        "groq:garbage, PROTOCOL",
        "groq:disconnect, DISCONNECTED",
        "'groq:refuse,status=401', UNAUTHORIZED"
    })
    void shouldNameWhatTheModelDidWrong(String fault, Kind kind) throws Exception {
        simulators.faults().replace(List.of(Fault.parse(fault)));
        ask(model(simulators.groq()));

        assertThat(next(LlmEvent.Failed.class).failure().kind()).isEqualTo(kind);
    }

    @Test
    void shouldAskTheNextModelWhenTheFirstIsOverLimit() throws Exception {
        OpenAiLanguageModel other = model(simulators.groq());
        simulators.faults().replace(List.of(Fault.parse("groq:limit,times=1,retry-after=30")));
        ask(new FallbackLanguageModel(
                "llm",
                List.of(model(simulators.groq()), other),
                BreakerSettings.defaults(),
                (stage, provider, outcome, failure) -> events.add(outcome.label())));

        assertThat(next(String.class)).isEqualTo("failed_over");
        next(LlmEvent.Finished.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cartesia:refuse,times=1", "cartesia:garbage,times=1"})
    void shouldSpeakInSpiteOfAFault(String fault) throws Exception {
        say(fault);
        TtsEvent.Audio audio = next(TtsEvent.Audio.class);
        assertThat(audio.audio().readableBytes()).isPositive();
        audio.audio().release();
        next(TtsEvent.Done.class);
    }

    @ParameterizedTest
    @CsvSource({"cartesia:disconnect, DISCONNECTED", "cartesia:error, SERVER_ERROR", "cartesia:stall, TIMEOUT"})
    void shouldNameWhatTheVoiceDidWrong(String fault, Kind kind) throws Exception {
        say(fault);
        assertThat(next(TtsEvent.Failed.class).failure().kind()).isEqualTo(kind);
    }

    private void say(String fault) {
        simulators.faults().replace(fault.isEmpty() ? List.of() : List.of(Fault.parse(fault)));
        CartesiaVoice voice = voice();
        loop.execute(() -> {
            TtsStream stream = voice.open(AudioFormat.PCMU_8K, loop, events::add);
            stream.say("Good day. ");
            stream.say("How can I help you?");
            stream.finish();
        });
    }
}
