package io.earshot.perf.reload;

import io.earshot.perf.load.EarshotProcess;
import io.earshot.perf.soak.ProcessSignals;
import io.earshot.tools.process.ReadyLine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A bridge that is configured by a file, and its simulated vendors, each a process of its own. Used by one thread. */
final class ReloadBed implements AutoCloseable {
    private static final Map<String, String> KEYS =
            Map.of("DEEPGRAM_API_KEY", "first", "GROQ_API_KEY", "first", "CARTESIA_API_KEY", "first");

    private static final List<String> NAMES = List.of("first", "second");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path configuration;
    private final ReloadPlan plan;
    private final EarshotProcess simulators;
    private final ReadyLine vendors;
    private final EarshotProcess bridge;
    private final ReadyLine ready;
    private final HttpClient admin = HttpClient.newHttpClient();
    private final HttpRequest reload;

    private ReloadBed(ReloadPlan plan, EarshotProcess simulators) throws IOException, InterruptedException {
        this.plan = plan;
        this.simulators = simulators;
        this.vendors = simulators.awaitReady();
        this.configuration = plan.directory().resolve("earshot.yaml").toAbsolutePath();
        for (String name : NAMES) {
            Certificates.write(plan.installation(), plan.directory(), name);
        }
        write(configuration(0));
        this.bridge = EarshotProcess.start(
                plan.installation().command(List.of(), List.of("serve", "--config", configuration.toString())),
                KEYS,
                plan.directory().resolve("bridge.log"),
                "earshot ready");
        try {
            this.ready = bridge.awaitReady();
            this.reload = HttpRequest.newBuilder(URI.create("http://" + address("http") + "/v1/admin/reload"))
                    .timeout(PATIENCE)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
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
     * Replaces the file, in one step as editors do, and has it read. Of four configurations one is broken, one changes what is spoken and so
     * has it learnt anew, one a vendor's key and so the client; all change routes, limits, media, access lists, the log and the certificate
     * of SIP over TLS. Every other one is signalled, the rest asked for.
     *
     * @return how long the bridge took, nanoseconds; -1 where it was signalled
     */
    long reload(int turn) throws IOException, InterruptedException {
        write(turn % 4 == 3 ? "calls: {maximum: many, retry_after: 5}\nhtpt: {}\n" : configuration(turn));
        if (turn % 2 == 0) {
            ProcessSignals.send(bridge.pid(), "HUP");
            return -1;
        }
        long beginNs = System.nanoTime();
        try {
            admin.send(reload, HttpResponse.BodyHandlers.discarding());
        } catch (HttpTimeoutException slow) {
            throw new IOException("the bridge did not reload within " + PATIENCE, slow);
        }
        return System.nanoTime() - beginNs;
    }

    private void write(String yaml) throws IOException {
        Path next = configuration.resolveSibling("earshot.yaml.next");
        Files.writeString(next, yaml);
        Files.move(next, configuration, StandardCopyOption.ATOMIC_MOVE);
    }

    private String configuration(int turn) throws IOException {
        String certificate =
                configuration.resolveSibling(NAMES.get(turn % NAMES.size())).toString();
        return """
                sip:
                  udp_port: 0
                  tcp_port: 0
                  flood: {requests_per_window: 1000}
                  tls: {port: 0, certificate: CERTIFICATE.pem, key: CERTIFICATE.key}
                http: {port: 0}
                media: {allow_loopback: true, jitter_max_ms: JITTER}
                calls: {maximum: MOST, answer: at_once, kept: 20}
                routing: {routes: [{numbers: ["2TURN*"], mode: direct}]}
                guard:
                  sources: {deny: [192.0.2.TURN, "2001:db8::TURN"]}
                  callers: {deny: ["+4930TURN*"]}
                log: {level: LEVEL, levels: {io.earshot.bridge.reload: error}}
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
                .replace("CERTIFICATE", certificate)
                .replace("LEVEL", turn % 2 == 0 ? "info" : "warn")
                .replace("TURN", Integer.toString(turn % 250))
                .replace("JITTER", Integer.toString(100 + turn % 4))
                .replace("GREETING", Integer.toString(turn / 4))
                .replace("KEY", Integer.toString(turn / 2))
                .replace("DEEPGRAM", vendors.address("deepgram"))
                .replace("GROQ", vendors.address("groq"))
                .replace("CARTESIA", vendors.address("cartesia"));
    }

    @Override
    public void close() {
        admin.close();
        bridge.close();
        simulators.close();
    }
}
