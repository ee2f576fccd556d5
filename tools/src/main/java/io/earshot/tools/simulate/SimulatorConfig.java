package io.earshot.tools.simulate;

import io.earshot.tools.simulate.behaviour.Fault;
import io.earshot.tools.simulate.behaviour.Latency;
import io.earshot.tools.simulate.behaviour.LatencyPoint;
import io.earshot.tools.simulate.cartesia.SpeechSettings;
import io.earshot.tools.simulate.deepgram.ListenSettings;
import io.earshot.tools.simulate.speech.Ear;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the simulators are to run. Immutable; start from {@link #defaults} and change with the {@code with...} methods.
 *
 * @param host address to listen at
 * @param port port to listen at; 0: any free one
 * @param threads event loops
 * @param seed of everything random
 * @param apiKey the only good key; null: any key is good
 * @param latencies of the points that take time; the others take none
 * @param faults in force from the start
 * @param listen how the speech-to-text listens
 * @param speech how the text-to-speech speaks
 * @param models that the language model has
 */
public record SimulatorConfig(
        String host,
        int port,
        int threads,
        long seed,
        @Nullable String apiKey,
        Map<LatencyPoint, Latency> latencies,
        List<Fault> faults,
        ListenSettings listen,
        SpeechSettings speech,
        Set<String> models) {
    /** What {@link #defaults} has as models: Groq's, and one of OpenAI's name. */
    private static final Set<String> MODELS = Set.of(
            "llama-3.3-70b-versatile",
            "llama-3.1-8b-instant",
            "openai/gpt-oss-120b",
            "openai/gpt-oss-20b",
            "qwen/qwen3-32b",
            "moonshotai/kimi-k2-instruct",
            "meta-llama/llama-4-scout-17b-16e-instruct",
            "meta-llama/llama-4-maverick-17b-128e-instruct",
            "gpt-4o-mini");

    public SimulatorConfig {
        latencies = Map.copyOf(latencies);
        faults = List.copyOf(faults);
        models = Set.copyOf(models);
        if (threads < 1 || threads > 64 || port < 0 || port > 65_535) {
            throw new IllegalArgumentException("threads must be 1 to 64, port 0 to 65535");
        }
    }

    /**
     * Loopback, a free port, two loops, seed 1, any key, no faults, and latencies as of a good day: final transcript
     * 60 ms, first token 150 ms, 4 ms a token, first audio 90 ms.
     */
    public static SimulatorConfig defaults() {
        Map<LatencyPoint, Latency> latencies = new EnumMap<>(LatencyPoint.class);
        latencies.put(LatencyPoint.STT_FINAL, Latency.fixed(Duration.ofMillis(60)));
        latencies.put(LatencyPoint.LLM_FIRST_TOKEN, Latency.fixed(Duration.ofMillis(150)));
        latencies.put(LatencyPoint.LLM_TOKEN_INTERVAL, Latency.fixed(Duration.ofMillis(4)));
        latencies.put(LatencyPoint.TTS_FIRST_AUDIO, Latency.fixed(Duration.ofMillis(90)));
        ListenSettings listen = new ListenSettings(Ear.UNKNOWN, 200, Duration.ofSeconds(10));
        return new SimulatorConfig(
                "127.0.0.1", 0, 2, 1, null, latencies, List.of(), listen, SpeechSettings.DEFAULTS, MODELS);
    }

    /** The same without any delay of the vendors. */
    public SimulatorConfig withoutLatency() {
        return changed(host, port, apiKey, Map.of(), faults, listen, speech);
    }

    /** The same at another address. */
    public SimulatorConfig withAddress(String newHost, int newPort) {
        return changed(newHost, newPort, apiKey, latencies, faults, listen, speech);
    }

    /** The same with another latency at a point. */
    public SimulatorConfig withLatency(LatencyPoint point, Latency latency) {
        Map<LatencyPoint, Latency> changed = new EnumMap<>(LatencyPoint.class);
        changed.putAll(latencies);
        changed.put(point, latency);
        return changed(host, port, apiKey, changed, faults, listen, speech);
    }

    /** The same with one more fault. */
    public SimulatorConfig withFault(Fault fault) {
        List<Fault> changed = new ArrayList<>(faults);
        changed.add(fault);
        return changed(host, port, apiKey, latencies, changed, listen, speech);
    }

    /** The same with another way of listening. */
    public SimulatorConfig withListen(ListenSettings newListen) {
        return changed(host, port, apiKey, latencies, faults, newListen, speech);
    }

    /** The same with another way of speaking. */
    public SimulatorConfig withSpeech(SpeechSettings newSpeech) {
        return changed(host, port, apiKey, latencies, faults, listen, newSpeech);
    }

    /** The same with one good key. */
    public SimulatorConfig withApiKey(String key) {
        return changed(host, port, key, latencies, faults, listen, speech);
    }

    /** The same with another seed. */
    public SimulatorConfig withSeed(long newSeed) {
        return new SimulatorConfig(host, port, threads, newSeed, apiKey, latencies, faults, listen, speech, models);
    }

    /** The same with other event loops. */
    public SimulatorConfig withThreads(int newThreads) {
        return new SimulatorConfig(host, port, newThreads, seed, apiKey, latencies, faults, listen, speech, models);
    }

    /** The same with more models. */
    public SimulatorConfig withModels(Set<String> more) {
        Set<String> all = new TreeSet<>(models);
        all.addAll(more);
        return new SimulatorConfig(host, port, threads, seed, apiKey, latencies, faults, listen, speech, all);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "SimulatorConfig[" + host + ":" + port + ", seed " + seed + ", " + latencies + ", " + faults + "]";
    }

    private SimulatorConfig changed(
            String newHost,
            int newPort,
            @Nullable String newKey,
            Map<LatencyPoint, Latency> newLatencies,
            List<Fault> newFaults,
            ListenSettings newListen,
            SpeechSettings newSpeech) {
        return new SimulatorConfig(
                newHost, newPort, threads, seed, newKey, newLatencies, newFaults, newListen, newSpeech, models);
    }
}
