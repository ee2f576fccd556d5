package io.earshot.perf.load;

import io.earshot.tools.process.ReadyLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A bridge and the simulators of its providers, each a process of its own, on loopback. Used by one thread. */
final class Testbed implements AutoCloseable {
    private static final Map<String, String> KEYS =
            Map.of("DEEPGRAM_API_KEY", "load", "GROQ_API_KEY", "load", "CARTESIA_API_KEY", "load");

    /** Delays of the simulated vendors: fixed, so that they can be subtracted; answers and audio come fast. */
    private static final List<String> VENDORS = List.of(
            "simulate",
            "--real-time-factor",
            "0.02",
            "--latency",
            "stt.final=fixed:60ms",
            "--latency",
            "llm.first-token=fixed:150ms",
            "--latency",
            "llm.token-interval=fixed:0ms",
            "--latency",
            "tts.first-audio=fixed:90ms");

    private final EarshotProcess simulators;
    private final EarshotProcess bridge;
    private final ReadyLine vendors;
    private final ReadyLine ready;
    private final Path latencyLog;

    private Testbed(EarshotProcess simulators, ReadyLine vendors, EarshotProcess bridge, Path latencyLog)
            throws IOException, InterruptedException {
        this.simulators = simulators;
        this.vendors = vendors;
        this.bridge = bridge;
        this.latencyLog = latencyLog;
        this.ready = bridge.awaitReady();
    }

    /** Starts both and waits until they are ready. */
    static Testbed start(LoadPlan plan, Path directory) throws IOException, InterruptedException {
        Path latencyLog = directory.resolve("latency.hlog");
        EarshotProcess simulators = EarshotProcess.start(
                plan.installation().command(List.of(), VENDORS),
                Map.of(),
                directory.resolve("simulators.log"),
                "earshot simulators ready");
        try {
            ReadyLine vendors = simulators.awaitReady();
            List<String> command =
                    plan.installation().command(plan.bridgeJvm(), serve(vendors, latencyLog, plan.settings()));
            EarshotProcess bridge =
                    EarshotProcess.start(command, KEYS, directory.resolve("bridge.log"), "earshot ready");
            try {
                return new Testbed(simulators, vendors, bridge, latencyLog);
            } catch (IOException | InterruptedException e) {
                bridge.close();
                throw e;
            }
        } catch (IOException | InterruptedException e) {
            simulators.close();
            throw e;
        }
    }

    private static List<String> serve(ReadyLine vendors, Path latencyLog, List<String> more) throws IOException {
        List<String> settings = new ArrayList<>(List.of(
                "sip.udp_port=0",
                "sip.tcp_port=0",
                "http.port=0",
                "media.allow_loopback=true",
                "calls.maximum=2000",
                "calls.kept=5000",
                "calls.answer=at_once",
                "latency.interval=3s",
                "latency.log=" + latencyLog,
                "stt.flux.eager_eot_threshold=0",
                "stt.flux.url=" + vendors.address("deepgram") + "/v2/listen",
                "stt.deepgram.url=" + vendors.address("deepgram") + "/v1/listen",
                "llm.groq.url=" + vendors.address("groq"),
                "tts.cartesia.url=" + vendors.address("cartesia") + "/tts/websocket"));
        settings.addAll(more);
        List<String> arguments = new ArrayList<>(List.of("serve"));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return arguments;
    }

    EarshotProcess bridge() {
        return bridge;
    }

    EarshotProcess simulators() {
        return simulators;
    }

    /** HOST:PORT of SIP. */
    String sip() throws IOException {
        return ready.address("sip");
    }

    /** What the bridge tells over HTTP. */
    BridgeFigures figures() throws IOException {
        return new BridgeFigures("http://" + ready.address("http"));
    }

    /** What the simulators really added. */
    SimulatorDelays delays() throws IOException {
        return new SimulatorDelays(vendors.address("groq").replaceFirst("/openai/v1$", ""));
    }

    /** The bridge's interval log. */
    Path latencyLog() {
        return latencyLog;
    }

    @Override
    public void close() {
        bridge.close();
        simulators.close();
    }
}
