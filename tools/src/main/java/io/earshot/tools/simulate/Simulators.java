package io.earshot.tools.simulate;

import io.earshot.tools.simulate.behaviour.Behaviour;
import io.earshot.tools.simulate.behaviour.Faults;
import io.earshot.tools.simulate.behaviour.Latencies;
import io.earshot.tools.simulate.behaviour.SimulatorStats;
import io.earshot.tools.simulate.cartesia.SpeechEndpoint;
import io.earshot.tools.simulate.deepgram.ListenEndpoint;
import io.earshot.tools.simulate.groq.ChatEndpoint;
import io.earshot.tools.simulate.groq.Knowledge;
import io.earshot.tools.simulate.http.Exchange;
import io.earshot.tools.simulate.http.HttpServer;
import io.earshot.tools.simulate.http.KeyRing;
import io.earshot.tools.simulate.speech.PhraseBank;
import io.earshot.tools.simulate.voice.OutputFormat;
import io.earshot.tools.simulate.voice.VoiceBox;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/**
 * The running simulators: Deepgram, Groq and Cartesia on one port, told apart by their paths. Thread-safe because its
 * fields never change and its parts are thread-safe.
 */
public final class Simulators implements AutoCloseable {
    private static final long MOST_SPEECH_BYTES = 64L << 20;
    private static final OutputFormat TELEPHONE = OutputFormat.of("pcm_mulaw", 8_000);

    private final Behaviour behaviour;
    private final VoiceBox voices;
    private final ListenEndpoint listen;
    private final ChatEndpoint chat;
    private final SpeechEndpoint speech;
    private final ControlEndpoint control;
    private final HttpServer server;

    private Simulators(SimulatorConfig config) throws IOException {
        Knowledge knowledge = Knowledge.load();
        KeyRing keys = new KeyRing(config.apiKey());
        behaviour = new Behaviour(
                new Latencies(config.latencies(), config.seed()),
                new Faults(config.faults(), config.seed()),
                new SimulatorStats());
        voices = new VoiceBox(MOST_SPEECH_BYTES);
        prepareSpeech(knowledge.answers());
        listen = new ListenEndpoint(behaviour, keys, config.listen(), PhraseBank.load());
        chat = new ChatEndpoint(behaviour, keys, config.models(), knowledge);
        speech = new SpeechEndpoint(behaviour, keys, config.speech(), voices);
        control = new ControlEndpoint(behaviour);
        server = new HttpServer(new InetSocketAddress(config.host(), config.port()), config.threads(), this::serve);
    }

    /**
     * Starts listening.
     *
     * @throws IOException when the address cannot be bound
     */
    public static Simulators start(SimulatorConfig config) throws IOException {
        return new Simulators(config);
    }

    /** The port all three listen at. */
    public int port() {
        return server.address().getPort();
    }

    /** The base of {@code /v1/listen} and {@code /v2/listen}: {@code ws://host:port}. */
    public URI deepgram() {
        return uri("ws", "");
    }

    /** The base of {@code /chat/completions}: {@code http://host:port/openai/v1}. */
    public URI groq() {
        return uri("http", "/openai/v1");
    }

    /** The base of {@code /tts/websocket}: {@code ws://host:port}. */
    public URI cartesia() {
        return uri("ws", "");
    }

    /** The base of {@code /_sim/stats}: {@code http://host:port}. */
    public URI control() {
        return uri("http", "");
    }

    /** What they did. */
    public SimulatorStats stats() {
        return behaviour.stats();
    }

    /** What goes wrong; can be changed at any time. */
    public Faults faults() {
        return behaviour.faults();
    }

    /** What takes time; can be changed at any time. */
    public Latencies latencies() {
        return behaviour.latencies();
    }

    @Override
    public void close() {
        server.close();
        voices.close();
    }

    private void serve(Exchange exchange) {
        String path = exchange.path();
        if (ListenEndpoint.serves(path)) {
            listen.serve(exchange);
        } else if (SpeechEndpoint.serves(path)) {
            speech.serve(exchange);
        } else if (ControlEndpoint.serves(path)) {
            control.serve(exchange);
        } else if (ChatEndpoint.serves(path)) {
            chat.serve(exchange);
        } else {
            exchange.answer(404, "{\"error\":{\"message\":\"no simulated vendor has this path\"}}");
        }
    }

    /** Sentence by sentence, as agents send them, so that first calls are as quick as later ones. */
    private void prepareSpeech(List<String> answers) {
        for (String answer : answers) {
            for (String sentence : answer.split("(?<=[.!?]) ")) {
                voices.prepare(sentence, TELEPHONE);
            }
        }
    }

    private URI uri(String scheme, String path) {
        return URI.create(scheme + "://" + server.address().getAddress().getHostAddress() + ":" + port() + path);
    }
}
