package io.earshot.perf.reload;

import io.earshot.perf.load.EarshotProcess;
import io.earshot.perf.soak.ProcessSignals;
import io.earshot.tools.process.ReadyLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** A bridge that is configured by a file, and its simulated vendors, each a process of its own. Used by one thread. */
final class ReloadBed implements AutoCloseable {
    private static final Map<String, String> KEYS =
            Map.of("DEEPGRAM_API_KEY", "first", "GROQ_API_KEY", "first", "CARTESIA_API_KEY", "first");

    private final Path configuration;
    private final ReloadPlan plan;
    private final EarshotProcess simulators;
    private final ReadyLine vendors;
    private final EarshotProcess bridge;
    private final ReadyLine ready;

    private ReloadBed(ReloadPlan plan, EarshotProcess simulators) throws IOException, InterruptedException {
        this.plan = plan;
        this.simulators = simulators;
        this.vendors = simulators.awaitReady();
        this.configuration = plan.directory().resolve("earshot.yaml").toAbsolutePath();
        write(configuration(0));
        this.bridge = EarshotProcess.start(
                plan.installation().command(List.of(), List.of("serve", "--config", configuration.toString())),
                KEYS,
                plan.directory().resolve("bridge.log"),
                "earshot ready");
        try {
            this.ready = bridge.awaitReady();
        } catch (IOException | InterruptedException e) {
            bridge.close();
            throw e;
        }
    }

    /** Starts both and waits until they are ready. */
    static ReloadBed start(ReloadPlan plan) throws IOException, InterruptedException {
        Files.createDirectories(plan.directory());
        EarshotProcess simulators = EarshotProcess.start(
                plan.installation().command(List.of(), List.of("simulate", "--real-time-factor", "0.02")),
                Map.of(),
                plan.directory().resolve("simulators.log"),
                "earshot simulators ready");
        try {
            return new ReloadBed(plan, simulators);
        } catch (IOException | InterruptedException e) {
            simulators.close();
            throw e;
        }
    }

    /** HOST:PORT of SIP or HTTP. */
    String address(String name) throws IOException {
        return ready.address(name);
    }

    /**
     * Replaces the file, in one step as editors do, and signals HUP. Of four configurations one is broken, one changes what is spoken and so
     * has it learnt anew, one changes a vendor's key and so the client, and one routes, limits and media.
     */
    void reload(int turn) throws IOException, InterruptedException {
        write(turn % 4 == 3 ? "calls: {maximum: many, retry_after: 5}\nhtpt: {}\n" : configuration(turn));
        ProcessSignals.send(bridge.pid(), "HUP");
    }

    private void write(String yaml) throws IOException {
        Path next = configuration.resolveSibling("earshot.yaml.next");
        Files.writeString(next, yaml);
        Files.move(next, configuration, StandardCopyOption.ATOMIC_MOVE);
    }

    private String configuration(int turn) throws IOException {
        return """
                sip: {udp_port: 0, tcp_port: 0, flood: {requests_per_window: 1000}}
                http: {port: 0}
                media: {allow_loopback: true, jitter_max_ms: JITTER}
                calls: {maximum: MOST, answer: at_once, kept: 20}
                agent: {script: {greeting: "Hello, this is greeting GREETING."}}
                keys: {groq: key-KEY}
                stt:
                  flux: {url: "DEEPGRAM/v2/listen"}
                  deepgram: {url: "DEEPGRAM/v1/listen"}
                llm:
                  groq: {url: "GROQ"}
                tts:
                  cartesia: {url: "CARTESIA/tts/websocket"}
                """.replace("MOST", Integer.toString(plan.calls() * 2 + 50 + turn % 4))
                .replace("JITTER", Integer.toString(100 + turn % 4))
                .replace("GREETING", Integer.toString(turn / 4))
                .replace("KEY", Integer.toString(turn / 2))
                .replace("DEEPGRAM", vendors.address("deepgram"))
                .replace("GROQ", vendors.address("groq"))
                .replace("CARTESIA", vendors.address("cartesia"));
    }

    @Override
    public void close() {
        bridge.close();
        simulators.close();
    }
}
