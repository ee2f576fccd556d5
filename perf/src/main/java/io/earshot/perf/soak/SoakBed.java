package io.earshot.perf.soak;

import io.earshot.perf.load.EarshotProcess;
import io.earshot.tools.process.ReadyLine;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A bridge that is configured by a file, and simulated vendors at ports that stay when they are started anew. Used by one thread. */
final class SoakBed implements AutoCloseable {
    private static final Map<String, String> KEYS =
            Map.of("DEEPGRAM_API_KEY", "soak", "GROQ_API_KEY", "soak", "CARTESIA_API_KEY", "soak");
    private static final int FIRST_MEDIA_PORT = 40_000;
    private static final int MEDIA_PORTS = 4_000;

    private final SoakPlan plan;
    private final int vendorPort;
    private final Path configuration;
    private EarshotProcess vendors;
    private final EarshotProcess bridge;
    private final ReadyLine ready;
    private int starts;

    private SoakBed(SoakPlan plan) throws IOException, InterruptedException {
        this.plan = plan;
        this.vendorPort = freePort();
        this.configuration = plan.directory().resolve("earshot.yaml").toAbsolutePath();
        configure(configuration("Hello, how can I help?"));
        this.vendors = startVendors();
        this.bridge = startBridge();
        try {
            this.ready = bridge.awaitReady();
        } catch (IOException | InterruptedException e) {
            close();
            throw e;
        }
    }

    /** Starts both and waits until they are ready. */
    static SoakBed start(SoakPlan plan) throws IOException, InterruptedException {
        return new SoakBed(plan);
    }

    /** HOST:PORT of SIP. */
    String sip() throws IOException {
        return ready.address("sip");
    }

    /** HOST:PORT of HTTP. */
    String http() throws IOException {
        return ready.address("http");
    }

    /** {@code http://HOST:PORT} of the simulators' own paths. */
    String vendorControl() {
        return "http://127.0.0.1:" + vendorPort;
    }

    long bridgePid() {
        return bridge.pid();
    }

    long vendorPid() {
        return vendors.pid();
    }

    /** First and last port that the bridge takes for RTP. */
    int firstMediaPort() {
        return FIRST_MEDIA_PORT;
    }

    int lastMediaPort() {
        return FIRST_MEDIA_PORT + MEDIA_PORTS - 1;
    }

    /** Replaces the bridge's configuration, in one step as editors do; it is told by HUP. */
    void configure(String yaml) throws IOException {
        Path next = configuration.resolveSibling("earshot.yaml.next");
        Files.writeString(next, yaml);
        Files.move(next, configuration, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The configuration with another greeting. */
    String configuration(String greeting) {
        return """
                sip: {host: 127.0.0.1, udp_port: 0, tcp_port: 0}
                http: {port: 0}
                media: {allow_loopback: true, first_port: FIRST, last_port: LAST}
                calls: {maximum: MOST, kept: 20}
                agent: {script: {greeting: "GREETING"}}
                stt:
                  flux: {url: "ws://127.0.0.1:VENDORS/v2/listen"}
                  deepgram: {url: "ws://127.0.0.1:VENDORS/v1/listen"}
                llm:
                  groq: {url: "http://127.0.0.1:VENDORS/openai/v1"}
                tts:
                  cartesia: {url: "ws://127.0.0.1:VENDORS/tts/websocket"}
                """.replace("FIRST", Integer.toString(FIRST_MEDIA_PORT))
                .replace("LAST", Integer.toString(lastMediaPort()))
                .replace("MOST", Integer.toString(plan.calls() * 2))
                .replace("VENDORS", Integer.toString(vendorPort))
                .replace("GREETING", greeting);
    }

    /** Kills the vendors and starts them anew where they were. */
    void restartVendors(long goneMs) throws IOException, InterruptedException {
        ProcessSignals.send(vendors.pid(), "KILL");
        Thread.sleep(goneMs);
        vendors = startVendors();
    }

    @Override
    public void close() {
        bridge.close();
        vendors.close();
    }

    private EarshotProcess startVendors() throws IOException, InterruptedException {
        List<String> arguments =
                List.of("simulate", "--port", Integer.toString(vendorPort), "--real-time-factor", "0.02");
        EarshotProcess started = EarshotProcess.start(
                plan.installation().command(List.of(), arguments),
                Map.of(),
                plan.directory().resolve("simulators-" + ++starts + ".log"),
                "earshot simulators ready");
        started.awaitReady();
        return started;
    }

    private EarshotProcess startBridge() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--config", configuration.toString()));
        plan.settings().forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return EarshotProcess.start(
                plan.installation().command(List.of("-XX:NativeMemoryTracking=summary"), arguments),
                KEYS,
                plan.directory().resolve("bridge.log"),
                "earshot ready");
    }

    private static int freePort() throws IOException {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
            return udp.getLocalPort();
        }
    }
}
